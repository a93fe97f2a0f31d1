//! Creates a Job once: where there is one of the name already, it is the same one or an error.

use serde_json::{Value, json};

use crate::cluster::objects::{Job, read};
use crate::cluster::{Ask, Cluster, Error, Lost};
use crate::job::{Built, labels};

/// Whether the Job was there already.
pub(super) async fn create(cluster: &Cluster, built: &Built, lost: &dyn Lost) -> Result<bool, Error> {
    let name = built.job["metadata"]["name"].as_str().unwrap_or_default();
    let jobs = format!("/apis/batch/v1/namespaces/{}/jobs", cluster.namespace());
    let what = format!("the job `{name}`");
    let path = format!("{jobs}?fieldValidation=Strict");
    let made = cluster.patiently(lost, Ask::Post(&built.job), &path).await;
    let (job, adopted) = match made {
        Ok(job) => (job, false),
        Err(fault) if fault.is_already_exists() => {
            let path = format!("{jobs}/{name}");
            let there = cluster.patiently(lost, Ask::Get, &path).await;
            (there.map_err(|fault| fault.into_error(cluster.server(), &what))?, true)
        }
        Err(fault) => return Err(fault.into_error(cluster.server(), &what)),
    };
    let job: Job =
        read(job).map_err(|reason| Error::Unexpected { server: cluster.server().to_owned(), reason })?;
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
    let path = format!("/api/v1/namespaces/{}/configmaps", cluster.namespace());
    let what = format!("the input of `{}`", job.name());
    match cluster.patiently(lost, Ask::Post(&config_map), &path).await {
        Ok(_) => {}
        Err(fault) if fault.is_already_exists() => {}
        Err(fault) => return Err(fault.into_error(cluster.server(), &what)),
    }
    let path = format!("/apis/batch/v1/namespaces/{}/jobs/{}", cluster.namespace(), job.name());
    let go = json!({"spec": {"suspend": false}});
    cluster
        .patiently(lost, Ask::Merge(&go), &path)
        .await
        .map_err(|fault| fault.into_error(cluster.server(), &what))?;
    Ok(())
}

/// A list of one owner: a Job.
pub(crate) fn owner(job: &str, uid: &str) -> Value {
    json!([{
        "apiVersion": "batch/v1", "kind": "Job", "name": job, "uid": uid,
        "controller": false, "blockOwnerDeletion": false,
    }])
}
