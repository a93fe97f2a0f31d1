//! Ends what Kubernetes does not end by itself: a pod whose ordinary sidecars outlive the primary, and an action that
//! cannot start. Both leave a failed Job behind, so the action's report is written on it first.

use serde_json::{Value, json};

use crate::action::Failure;
use crate::cluster::objects::{ContainerStatus, Pod};
use crate::cluster::{Ask, Cluster, Error, Lost};
use crate::job::labels;
use crate::wire::Report;

/// How long ordinary sidecars may take to end by themselves after the primary, in seconds.
const SIDECARS_END_WITHIN: i64 = 30;

/// The ordinary sidecars' deadline, in seconds from the pod's start, where some still run after the primary has ended.
///
/// Both times are the kubelet's, so that no two clocks are compared.
pub(super) fn sidecar_deadline(pod: &Pod, primary: &str) -> Option<i64> {
    let ended = pod.ended(primary)?;
    let outlives = |status: &ContainerStatus| status.name != primary && status.state.terminated.is_none();
    if pod.is_over() || !pod.status.container_statuses.iter().any(outlives) {
        return None;
    }
    let ran = ended.finished_at?.duration_since(pod.status.start_time?).as_secs().max(0);
    let deadline = ran + SIDECARS_END_WITHIN;
    pod.spec.active_deadline_seconds.is_none_or(|set| set > deadline).then_some(deadline)
}

/// Gives the pod that deadline. The kubelet keeps it, whether this launcher is still there or not, and keeps the log.
pub(super) async fn end_pod(
    cluster: &Cluster,
    pod: &str,
    deadline: i64,
    lost: &dyn Lost,
) -> Result<(), Error> {
    let path = format!("{}/{pod}", cluster.pods());
    let patch = json!({"spec": {"activeDeadlineSeconds": deadline}});
    merge(cluster, &path, &patch, "the pod's deadline", lost).await
}

/// Writes down that the task returned. A pod that is ended counts as failed, and must not be made again.
pub(super) async fn write_down(
    cluster: &Cluster,
    action: &str,
    report: &Report,
    lost: &dyn Lost,
) -> Result<(), Error> {
    let annotations = json!({labels::REPORT: report.frame()});
    let patch = json!({"metadata": {"annotations": annotations}, "spec": {"backoffLimit": 0}});
    merge(cluster, &cluster.job(action), &patch, "the action's report", lost).await
}

/// Ends an action that cannot start, with the reason. Its Job stays, so that the run shows what happened.
pub(super) async fn give_up(
    cluster: &Cluster,
    action: &str,
    failure: &Failure,
    lost: &dyn Lost,
) -> Result<(), Error> {
    let annotations = json!({labels::REPORT: Report::Failed(failure.clone()).frame()});
    let patch = json!({"metadata": {"annotations": annotations}, "spec": {"activeDeadlineSeconds": 1}});
    merge(cluster, &cluster.job(action), &patch, "the action's end", lost).await
}

/// Patches what is there: what is gone already has ended.
async fn merge(
    cluster: &Cluster,
    path: &str,
    patch: &Value,
    what: &str,
    lost: &dyn Lost,
) -> Result<(), Error> {
    match cluster.patiently(lost, Ask::Merge(patch), path).await {
        Ok(_) => Ok(()),
        Err(fault) if fault.is_not_found() => Ok(()),
        Err(fault) => Err(fault.into_error(cluster.server(), what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::objects::read;

    fn pod(side: Value, deadline: Value) -> Pod {
        let ended = json!({"terminated": {"exitCode": 0, "finishedAt": "2026-01-01T00:01:40Z"}});
        read(json!({
            "metadata": {"name": "p"},
            "spec": {"activeDeadlineSeconds": deadline},
            "status": {"phase": "Running", "startTime": "2026-01-01T00:00:00Z", "containerStatuses": [
                {"name": "primary", "state": ended}, {"name": "side", "state": side},
            ]},
        }))
        .unwrap()
    }

    #[test]
    fn a_sidecar_that_outlives_the_primary_has_half_a_minute() {
        assert_eq!(sidecar_deadline(&pod(json!({"running": {}}), Value::Null), "primary"), Some(130));
    }

    #[test]
    fn one_that_has_ended_needs_no_deadline_and_an_earlier_one_stays() {
        assert_eq!(
            sidecar_deadline(&pod(json!({"terminated": {"exitCode": 0}}), Value::Null), "primary"),
            None
        );
        assert_eq!(sidecar_deadline(&pod(json!({"running": {}}), json!(120)), "primary"), None);
        assert_eq!(sidecar_deadline(&pod(json!({"running": {}}), json!(700)), "primary"), Some(130));
    }
}
