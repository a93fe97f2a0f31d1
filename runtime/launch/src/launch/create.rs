//! Creates a Job once: where there is one of the name already, it is the same one or an error.

use serde_json::{Value, json};

use crate::cluster::objects::{Job, Object as _};
use crate::cluster::{Ask, Cluster, Error, Lost};
use crate::job::{Built, labels, owner};

/// Whether the Job was there already.
pub(super) async fn create(cluster: &Cluster, built: &Built, lost: &dyn Lost) -> Result<bool, Error> {
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
        && job.spec.suspend
    {
        put_input(cluster, &job, config_map, lost).await?;
    }
    Ok(adopted)
}

/// A large input is put beside the suspended Job, which owns it, and the Job is let go. A launcher that died between the
/// two is taken over by the next one.
async fn put_input(cluster: &Cluster, job: &Job, config_map: &Value, lost: &dyn Lost) -> Result<(), Error> {
    let mut config_map = config_map.clone();
    config_map["metadata"]["ownerReferences"] = owner(job.name(), job.uid());
    let what = format!("the input of `{}`", job.name());
    cluster.put(lost, &cluster.config_maps(), &config_map, &what).await?;
    let go = json!({"spec": {"suspend": false}});
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

    const CREATE: &str = "/apis/batch/v1/namespaces/ns/jobs?fieldValidation=Strict";
    const GET: &str = "/apis/batch/v1/namespaces/ns/jobs/j";

    fn new() -> Answer {
        Answer::Object(201, json!({"metadata": {"name": "j"}}))
    }

    fn taken() -> Answer {
        Answer::Object(409, json!({"kind": "Status", "reason": "AlreadyExists", "code": 409}))
    }

    fn there(digest: &str) -> Answer {
        Answer::Object(200, json!({"metadata": {"name": "j", "annotations": {labels::DIGEST: digest}}}))
    }

    /// What comes of it, and what was asked for.
    async fn made(answers: Vec<Answer>) -> (Result<bool, Error>, Vec<String>) {
        let (cluster, asked) = scripted(answers);
        let made = create(&cluster, &built(), &Silent).await;
        let asked = asked.lock().unwrap().clone();
        (made, asked)
    }

    #[tokio::test]
    async fn a_job_made_from_the_same_things_is_adopted() {
        assert_eq!(made(vec![new()]).await, (Ok(false), vec![CREATE.to_owned()]));
        let (made, asked) = made(vec![taken(), there("d")]).await;
        assert_eq!(made, Ok(true));
        assert_eq!(asked, [CREATE, GET]);
    }

    #[tokio::test]
    async fn a_job_made_from_other_things_is_refused() {
        let (made, asked) = made(vec![taken(), there("other")]).await;
        assert_eq!(made, Err(Error::Changed { job: "j".into() }));
        assert_eq!(asked, [CREATE, GET]);
    }

    #[tokio::test]
    async fn a_server_that_is_overloaded_is_asked_again() {
        let busy = Answer::Object(429, json!({"kind": "Status", "reason": "TooManyRequests", "code": 429}));
        // An answer of any kind counts as having reached the server, so that it is waited for.
        let (made, asked) = made(vec![busy, new()]).await;
        assert_eq!(made, Ok(false));
        assert_eq!(asked, [CREATE, CREATE]);
    }
}
