//! Creates a Job once: where there is one of the name already, it is the same one or an error.

use serde_json::{Value, json};

use crate::cluster::objects::{Job, Object as _};
use crate::cluster::{Ask, Cluster, Error, Lost};
use crate::job::{Built, labels, owner};

/// The Job that an action now has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Created {
    /// What tells it from any other of its name.
    pub(super) uid: String,
    /// Whether it was there already.
    pub(super) adopted: bool,
}

/// Sends the Job, or finds it where it was sent before.
pub(super) async fn create(cluster: &Cluster, built: &Built, lost: &dyn Lost) -> Result<Created, Error> {
    let name = built.job["metadata"]["name"].as_str().unwrap_or_default();
    let what = format!("the job `{name}`");
    let path = format!("{}?fieldValidation=Strict", cluster.jobs());
    let made = cluster.patiently(lost, Ask::Post(&built.job), &path).await;
    let (job, adopted) = match made {
        Ok(job) => (job, false),
        Err(fault) if fault.is_already_exists() => {
            let there = cluster.patiently(lost, Ask::Get, &cluster.job(name)).await;
            (there.map_err(|fault| fault.into_error(cluster.server(), &what))?, true)
        }
        Err(fault) => return Err(fault.into_error(cluster.server(), &what)),
    };
    let job: Job = cluster.read(job)?;
    if adopted && job.annotation(labels::DIGEST) != Some(&built.digest) {
        return Err(Error::Changed { job: name.to_owned() });
    }
    if let Some(config_map) = &built.config_map
        && job.awaits_input()
    {
        put_input(cluster, &job, config_map, lost).await?;
    }
    Ok(Created { uid: job.uid().to_owned(), adopted })
}

/// A large input is put beside the suspended Job, which owns it, and the Job is let go. Where a launcher has died before it
/// came to that, the next one goes on from there.
async fn put_input(cluster: &Cluster, job: &Job, config_map: &Value, lost: &dyn Lost) -> Result<(), Error> {
    let mut config_map = config_map.clone();
    config_map["metadata"]["ownerReferences"] = owner(job.name(), job.uid());
    let what = format!("the input of `{}`", job.name());
    cluster.put(lost, &cluster.config_maps(), &config_map, &what).await?;
    let go = json!({"metadata": {"annotations": {labels::AWAITS_INPUT: null}}, "spec": {"suspend": false}});
    cluster
        .patiently(lost, Ask::Merge(&go), &cluster.job(job.name()))
        .await
        .map_err(|fault| fault.into_error(cluster.server(), &what))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::scripted::{Answer, scripted};
    use crate::observe::Silent;

    fn built() -> Built {
        let job = json!({"metadata": {"name": "j"}});
        Built {
            job,
            config_map: None,
            digest: "d".into(),
            added: Vec::new(),
            unrestricted: Vec::new(),
            primary: "primary".into(),
        }
    }

    fn with_input() -> Built {
        Built { config_map: Some(json!({"metadata": {"name": "j-input"}})), ..built() }
    }

    const CREATE: &str = "/apis/batch/v1/namespaces/ns/jobs?fieldValidation=Strict";
    const JOB: &str = "/apis/batch/v1/namespaces/ns/jobs/j";
    const PUT: &str = "/api/v1/namespaces/ns/configmaps";
    const INPUT: &str = "/api/v1/namespaces/ns/configmaps/j-input";

    fn new() -> Answer {
        Answer::Object(201, json!({"metadata": {"name": "j", "uid": "u"}}))
    }

    fn taken() -> Answer {
        Answer::Object(409, json!({"kind": "Status", "reason": "AlreadyExists", "code": 409}))
    }

    fn there(digest: &str) -> Answer {
        let annotations = json!({labels::DIGEST: digest});
        Answer::Object(200, json!({"metadata": {"name": "j", "uid": "u", "annotations": annotations}}))
    }

    /// A Job whose launcher died before its input was there, or before it was let go.
    fn left(annotations: Value) -> Answer {
        let mut job = json!({"metadata": {"name": "j", "uid": "u", "annotations": annotations}, "spec": {"suspend": true}});
        job["metadata"]["annotations"][labels::DIGEST] = "d".into();
        Answer::Object(200, job)
    }

    fn ok() -> Answer {
        Answer::Object(200, json!({}))
    }

    /// Whether the Job `u` was adopted, and what was asked for.
    async fn made(built: Built, answers: Vec<Answer>) -> (Result<bool, Error>, Vec<String>) {
        let (cluster, asked) = scripted(answers);
        let made = create(&cluster, &built, &Silent).await;
        let asked = asked.lock().unwrap().clone();
        let adopted = made.map(|created| {
            assert_eq!(created.uid, "u");
            created.adopted
        });
        (adopted, asked)
    }

    #[tokio::test]
    async fn a_job_made_from_the_same_things_is_adopted() {
        assert_eq!(made(built(), vec![new()]).await, (Ok(false), vec![CREATE.to_owned()]));
        let (made, asked) = made(built(), vec![taken(), there("d")]).await;
        assert_eq!(made, Ok(true));
        assert_eq!(asked, [CREATE, JOB]);
    }

    #[tokio::test]
    async fn a_job_made_from_other_things_is_refused() {
        let (made, asked) = made(built(), vec![taken(), there("other")]).await;
        assert_eq!(made, Err(Error::Changed { job: "j".into() }));
        assert_eq!(asked, [CREATE, JOB]);
    }

    #[tokio::test]
    async fn a_server_that_is_overloaded_is_asked_again() {
        let busy = Answer::Object(429, json!({"kind": "Status", "reason": "TooManyRequests", "code": 429}));
        // An answer of any kind counts as having reached the server, so that it is waited for.
        let (made, asked) = made(built(), vec![busy, new()]).await;
        assert_eq!(made, Ok(false));
        assert_eq!(asked, [CREATE, CREATE]);
    }

    #[tokio::test]
    async fn a_job_whose_launcher_died_before_its_input_was_there_is_given_it_and_let_go() {
        let awaits = || left(json!({labels::AWAITS_INPUT: "j-input"}));
        let (result, asked) = made(with_input(), vec![taken(), awaits(), ok(), ok()]).await;
        assert_eq!((result, asked), (Ok(true), [CREATE, JOB, PUT, JOB].map(str::to_owned).to_vec()));
        let owned = Answer::Object(200, json!({"metadata": {"ownerReferences": [{"uid": "u"}]}}));
        let (result, asked) = made(with_input(), vec![taken(), awaits(), taken(), owned, ok()]).await;
        assert_eq!((result, asked), (Ok(true), [CREATE, JOB, PUT, INPUT, JOB].map(str::to_owned).to_vec()));
    }

    #[tokio::test]
    async fn a_job_that_a_queue_holds_or_that_was_given_up_is_not_let_go() {
        let given_up = json!({labels::AWAITS_INPUT: "j-input", labels::REPORT: "…"});
        for annotations in [json!({}), given_up] {
            let (result, asked) = made(with_input(), vec![taken(), left(annotations)]).await;
            assert_eq!((result, asked), (Ok(true), [CREATE, JOB].map(str::to_owned).to_vec()));
        }
    }
}
