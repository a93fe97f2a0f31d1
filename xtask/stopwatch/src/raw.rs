//! The floor: a client that creates a Job, keeps one watch of its pod, and sees the primary container's end.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use futures::{StreamExt, TryStreamExt};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::Pod;
use kube::api::{Api, PostParams, WatchEvent, WatchParams};
use kube::{Client, Config};
use serde_json::json;
use stopwatch::POLITE;

use crate::Beside;
use crate::place::Place;

/// Runs a pod of busybox's `true` through the door; when its end was seen.
pub(crate) async fn run(place: &Place, name: &str, beside: Beside) -> Result<Instant> {
    let door = format!("http://{}", place.to_cluster.address()).parse()?;
    let client = Client::try_from(Config::new(door))?;
    let pods: Api<Pod> = Api::namespaced(client.clone(), &place.namespace);
    let jobs: Api<Job> = Api::namespaced(client, &place.namespace);
    let of_job = WatchParams::default().labels(&format!("batch.kubernetes.io/job-name={name}"));
    let mut events = pods.watch(&of_job, "0").await?.boxed();
    jobs.create(&PostParams::default(), &job(name, beside)?).await?;
    while let Some(event) = events.try_next().await? {
        match event {
            WatchEvent::Added(pod) | WatchEvent::Modified(pod) => {
                if let Some(code) = exit_code(&pod) {
                    let seen = Instant::now();
                    anyhow::ensure!(code == 0, "`true` ended with {code}");
                    return Ok(seen);
                }
            }
            WatchEvent::Deleted(_) => bail!("the pod was deleted"),
            WatchEvent::Error(status) => bail!("the watch ended: {status:?}"),
            WatchEvent::Bookmark(_) => {}
        }
    }
    bail!("the watch ended before the pod did")
}

fn exit_code(pod: &Pod) -> Option<i32> {
    let containers = pod.status.as_ref()?.container_statuses.as_ref()?;
    let primary = containers.iter().find(|container| container.name == "primary")?;
    Some(primary.state.as_ref()?.terminated.as_ref()?.exit_code)
}

fn job(name: &str, beside: Beside) -> Result<Job> {
    let container = |name: &str, command: &[&str]| json!({"name": name, "image": "busybox:latest", "imagePullPolicy": "IfNotPresent", "command": command});
    let mut spec = json!({"restartPolicy": "Never", "containers": [container("primary", &["true"])]});
    if beside == Beside::Sidecar {
        let mut sidecar = container("polite", &["sh", "-c", POLITE]);
        sidecar["restartPolicy"] = "Always".into();
        spec["initContainers"] = json!([sidecar]);
    }
    let job = json!({
        "metadata": {"name": name},
        "spec": {"backoffLimit": 0, "template": {"spec": spec}},
    });
    serde_json::from_value(job).context("making the job")
}
