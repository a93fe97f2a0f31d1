use serde_json::{Value, json};

use super::*;
use crate::action::FailureKind;
use crate::cluster::objects::read;

fn pod(status: Value) -> Pod {
    read(json!({
        "metadata": {"name": "p"},
        "spec": {"imagePullSecrets": [{"name": "my-registry-secret"}]},
        "status": status,
    }))
    .unwrap()
}

fn event(reason: &str, message: &str) -> Event {
    read(json!({"reason": reason, "message": message})).unwrap()
}

fn waiting(reason: &str, message: &str) -> Pod {
    pod(json!({"containerStatuses": [
        {"name": "primary", "image": "127.0.0.1:5001/a/b:1", "state": {"waiting": {"reason": reason, "message": message}}},
    ]}))
}

fn unscheduled(message: &str) -> Why {
    let pod = pod(json!({"conditions": [
        {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message},
    ]}));
    explain(&pod, "primary", &[]).unwrap()
}

#[test]
fn a_denied_pull_names_registry_image_and_secret() {
    let said = "failed to pull and unpack image: unexpected status: 401 Unauthorized";
    let missing =
        [event("FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets (x)")];
    let why = explain(&waiting("ErrImagePull", said), "primary", &missing).unwrap();
    assert_eq!((why.cause, why.is_final), (Cause::ImageDenied, true));
    assert_eq!(
        why.message,
        "the registry `127.0.0.1:5001` does not give the image `127.0.0.1:5001/a/b:1` of `primary`: the pull secret \
         `my-registry-secret` does not exist"
    );
}

#[test]
fn an_image_that_is_not_there_ends_the_wait() {
    let why = explain(&waiting("ErrImagePull", "rpc error: code = NotFound … : not found"), "primary", &[])
        .unwrap();
    assert_eq!((why.cause, why.is_final), (Cause::ImageNotFound, true));
    let backing_off = waiting("ImagePullBackOff", "Back-off pulling image \"127.0.0.1:5001/a/b:1\"");
    let failed = [event("Failed", "Failed to pull image \"127.0.0.1:5001/a/b:1\": rpc error: not found")];
    assert_eq!(explain(&backing_off, "primary", &failed).unwrap().cause, Cause::ImageNotFound);
}

#[test]
fn the_scheduler_is_quoted_without_preemption() {
    let why =
        unscheduled("0/1 nodes are available: 1 Insufficient memory. preemption: 0/1 nodes are available");
    assert_eq!(why.message, "no node takes the pod: 0/1 nodes are available: 1 Insufficient memory");
    assert!(why.help.starts_with("lower the memory"), "{}", why.help);
    let why = unscheduled("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.");
    assert!(why.help.contains("node_selector"), "{}", why.help);
    let why = unscheduled("0/1 nodes are available: persistentvolumeclaim \"nope\" not found.");
    assert_eq!(why.message, "the PersistentVolumeClaim `nope` does not exist");
}

#[test]
fn missing_configuration_is_waited_for() {
    let why =
        explain(&waiting("CreateContainerConfigError", "secret \"nope\" not found"), "primary", &[]).unwrap();
    assert_eq!((why.cause, why.is_final), (Cause::MissingConfig, false));
    let why = explain(
        &waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root"),
        "primary",
        &[],
    );
    assert_eq!(why.unwrap().cause, Cause::RunsAsRoot);
}

#[test]
fn a_mount_that_fails_names_the_volume_and_what_is_missing() {
    let said = "MountVolume.SetUp failed for volume \"settings\" : configmap \"basic-settings\" not found";
    let why = explain(&waiting("ContainerCreating", ""), "primary", &[event("FailedMount", said)]).unwrap();
    assert_eq!(why.message, "the ConfigMap `basic-settings` of the volume `settings` does not exist");
}

#[test]
fn a_sidecar_that_is_not_ready_is_named() {
    let probe: Event = read(json!({
        "reason": "Unhealthy", "message": "Startup probe failed: ",
        "involvedObject": {"fieldPath": "spec.initContainers{side}"},
    }))
    .unwrap();
    let why = explain(&pod(json!({})), "primary", &[probe]).unwrap();
    assert_eq!(
        why.message,
        "the task waits for the sidecar `side`, which is not ready: Startup probe failed"
    );
}

#[test]
fn a_node_of_another_architecture_is_asked_for_by_name() {
    let conditions = json!([{
        "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
        "message": "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
    }]);
    let pod = read(json!({
        "spec": {"nodeSelector": {"kubernetes.io/arch": "arm64"}}, "status": {"conditions": conditions},
    }))
    .unwrap();
    assert!(explain(&pod, "primary", &[]).unwrap().help.ends_with("the architecture `arm64`"));
}

#[test]
fn a_job_without_pods_is_explained_by_its_events() {
    let quota = "Error creating: pods \"x\" is forbidden: exceeded quota: rq, requested: pods=1, used: pods=0, limited: pods=0";
    assert_eq!(of_job(&[event("FailedCreate", quota)]).unwrap().cause, Cause::Quota);
    let security =
        "Error creating: pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": privileged";
    let why = of_job(&[event("FailedCreate", security)]).unwrap();
    assert_eq!((why.cause, why.is_final), (Cause::Admission, true));
}

#[test]
fn what_the_cluster_tries_again_by_itself_is_waited_for() {
    let webhook = "Error creating: Internal error occurred: failed calling webhook \"w\": connection refused";
    assert!(!of_job(&[event("FailedCreate", webhook)]).unwrap().is_final);
    let explained =
        |message| explain(&waiting("CreateContainerError", message), "primary", &[]).unwrap().is_final;
    assert!(!explained("context deadline exceeded"));
    assert!(!explained("failed to reserve container name \"p\": name \"p\" is reserved for \"1\""));
    assert!(explained("failed to generate spec: no such device"));
}

#[test]
fn a_pod_that_ended_without_a_report_says_how() {
    let ended = |terminated: Value| {
        let pod = pod(
            json!({"phase": "Failed", "containerStatuses": [{"name": "primary", "state": {"terminated": terminated}}]}),
        );
        failure(&pod, "primary").kind
    };
    assert_eq!(ended(json!({"exitCode": 137, "reason": "OOMKilled"})), FailureKind::OutOfMemory);
    assert_eq!(
        ended(json!({"exitCode": 1, "reason": "Error", "message": "exec /app/x: exec format error"})),
        FailureKind::NotStarted
    );
    assert_eq!(ended(json!({"exitCode": 0, "reason": "Completed"})), FailureKind::Exit);
    assert_eq!(ended(json!({"exitCode": 137, "reason": "Error"})), FailureKind::Terminated);
    let full = "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ";
    let evicted = failure(&pod(json!({"phase": "Failed", "reason": "Evicted", "message": full})), "primary");
    assert!(evicted.help.unwrap().contains("`ephemeral-storage`"));
    let late = pod(json!({"phase": "Failed", "reason": "DeadlineExceeded"}));
    assert_eq!(failure(&late, "primary").kind, FailureKind::Timeout);
}
