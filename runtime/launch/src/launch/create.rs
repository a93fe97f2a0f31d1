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
    use std::sync::{Arc, Mutex};

    use http::{Method, Request, Response};
    use kube::Client;
    use kube::client::Body;

    use super::*;
    use crate::observe::Silent;

    /// A cluster that answers with these, one after another.
    fn scripted(answers: Vec<(u16, Value)>) -> Cluster {
        let answers = Arc::new(Mutex::new(answers.into_iter()));
        Cluster::scripted(Client::new(
            tower::service_fn(move |request: Request<Body>| {
                let (status, body) = answers.lock().unwrap().next().unwrap_or((500, json!({})));
                let read = request.method() == Method::GET;
                assert_eq!(
                    read,
                    body["metadata"]["annotations"].is_object(),
                    "{} {status}",
                    request.method()
                );
                let answer = Response::builder()
                    .status(status)
                    .body(Body::from(body.to_string().into_bytes()))
                    .unwrap();
                async move { Ok::<_, std::convert::Infallible>(answer) }
            }),
            "ns",
        ))
    }

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

    fn there(digest: &str) -> (u16, Value) {
        (200, json!({"metadata": {"name": "j", "annotations": {labels::DIGEST: digest}}}))
    }

    async fn made(answers: Vec<(u16, Value)>) -> Result<bool, Error> {
        create(&scripted(answers), &built(), &Silent).await
    }

    fn taken() -> (u16, Value) {
        (409, json!({"kind": "Status", "reason": "AlreadyExists", "code": 409}))
    }

    #[tokio::test]
    async fn a_job_made_from_the_same_things_is_adopted() {
        assert_eq!(made(vec![(201, json!({"metadata": {"name": "j"}}))]).await, Ok(false));
        assert_eq!(made(vec![taken(), there("d")]).await, Ok(true));
    }

    #[tokio::test]
    async fn a_job_made_from_other_things_is_refused() {
        assert_eq!(made(vec![taken(), there("other")]).await, Err(Error::Changed { job: "j".into() }));
    }

    #[tokio::test]
    async fn a_server_that_is_overloaded_is_asked_again() {
        let busy = (429, json!({"kind": "Status", "reason": "TooManyRequests", "code": 429}));
        // An answer of any kind counts as having reached the server, so that it is waited for.
        assert_eq!(made(vec![busy, (201, json!({"metadata": {"name": "j"}}))]).await, Ok(false));
    }
}
