//! Pods that do not start or are ended: the one line that says why, soon after the cluster shows it.

use std::thread::sleep;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use serde_json::Value;

use crate::place::Place;
use crate::running::Running;

/// How soon after its event a cause is said, and what an event's time may lack: it is in whole seconds.
const SOON: Duration = Duration::from_secs(2 + 1);

/// Runs a task until it has said this, within [`SOON`] of the first event of this reason, and aborts it.
#[track_caller]
fn says(place: &Place, task: &str, words: &[&str], event: &str) {
    let mut running =
        Running::start(place.program("blocked").args(["run", task, "--name", task, "--no-preflight"]));
    let (said, line) = running.until("waiting: ");
    for word in words {
        assert!(line.contains(word), "`{word}` is not in: {line}");
    }
    let shown = first_event(place, event);
    let late = said.duration_since(shown).unwrap_or_default();
    assert!(late <= SOON, "{late:?} after its event: {line}");
    running.kill();
    place.run("blocked", &["abort", task]).result();
}

/// When the first event of this reason happened.
#[track_caller]
fn first_event(place: &Place, reason: &str) -> SystemTime {
    let events = place.list("events");
    let times = events.iter().filter(|event| event["reason"] == reason).map(|event| {
        let time = |field: &str| event[field].as_str().map(str::to_owned);
        time("eventTime").or_else(|| time("firstTimestamp")).unwrap().parse::<Timestamp>().unwrap()
    });
    times.min().unwrap_or_else(|| panic!("there is no event {reason}: {events:#?}")).into()
}

#[test]
fn a_claim_that_does_not_exist_is_named() {
    let place = Place::new("claim");
    says(
        &place,
        "claim",
        &["the PersistentVolumeClaim `nope` does not exist", "create the claim"],
        "FailedScheduling",
    );
}

#[test]
fn a_volume_that_cannot_be_mounted_is_named_with_the_kubelets_reason() {
    let place = Place::new("driver");
    says(&place, "driver", &["the volume `data` cannot be mounted", "nobody.example"], "FailedMount");
}

#[test]
fn a_key_that_its_config_map_lacks_is_named() {
    let place = Place::new("key");
    place.kubectl(&["create", "configmap", "settings", "--from-literal=other=1"]);
    says(&place, "key", &["`primary`", "couldn't find key mode", "mark it `optional: true`"], "Failed");
}

#[test]
fn a_node_label_that_no_node_has_is_said() {
    let place = Place::new("node");
    says(
        &place,
        "node",
        &["didn't match Pod's node affinity/selector", "check `node_selector`"],
        "FailedScheduling",
    );
}

#[test]
fn an_image_that_is_nowhere_is_said_at_the_first_pull() {
    let place = Place::new("image");
    says(&place, "image", &["the registry `docker.io` has no image `nobody/nothing:1`", "`side`"], "Failed");
}

#[test]
fn a_sidecar_that_never_gets_ready_is_named() {
    let place = Place::new("ready");
    says(&place, "ready", &["the sidecar `side`, which is not ready", "probe"], "Unhealthy");
}

#[test]
fn a_sidecar_that_does_not_stay_up_is_named_with_its_exit_status() {
    let place = Place::new("crash");
    let mut running = Running::start(place.program("blocked").args(["run", "crash"]));
    let (_, line) = running.until("which does not stay up");
    assert!(line.contains("`side`") && line.contains("it exits with 7"), "{line}");
    running.kill();
}

#[test]
fn what_does_not_start_in_time_is_given_up_with_the_cause() {
    let place = Place::new("late");
    let said = place.run("blocked", &["run", "ready", "--name", "late", "--start-timeout", "4s"]);
    said.fails(
        3,
        &["the task did not start within 4 seconds", "caused by: the task waits for the sidecar `side`"],
    );
    place.run("blocked", &["wait", "late"]).fails(3, &["the task did not start within 4 seconds"]);
}

#[test]
fn a_run_that_nobody_follows_is_ended_by_its_pods_deadline() {
    let place = Place::new("alone");
    let words = ["run", "ready", "--name", "alone", "--detach", "--timeout", "1s", "--start-timeout", "4s"];
    place.run("blocked", &words).result();
    place.until("the pod's end", || place.list("pods").iter().any(|pod| pod["status"]["phase"] == "Failed"));
    place
        .run("blocked", &["wait", "alone"])
        .fails(1, &["the pod's deadline passed before the task was done"]);
    let state = || place.run("blocked", &["get", "alone"]).result().to_owned();
    place.until("the job's end", || {
        state().contains("failed") && state().contains("the pod's deadline passed")
    });
}

#[test]
fn a_pod_that_fills_its_disk_is_said_to_be_evicted() {
    let place = Place::new("evicted");
    let said = place.run("blocked", &["run", "disk"]);
    said.fails(
        1,
        &["the node evicted the pod: Pod ephemeral local storage usage exceeds", "`ephemeral-storage`"],
    );
}

#[test]
fn an_eviction_through_the_api_is_no_failure_of_the_task() {
    let place = Place::new("drained");
    let words = ["run", "sleep", "--seconds", "5", "--name", "drained", "--retries", "0"];
    let mut running = Running::start(place.program("failures").args(words));
    running.until("the task runs");
    let pod = place.list("pods")[0]["metadata"]["name"].as_str().unwrap().to_owned();
    let eviction = serde_json::json!({
        "apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": place.namespace},
    });
    let file = std::env::temp_dir().join(format!("{}-eviction", place.namespace));
    std::fs::write(&file, eviction.to_string()).unwrap();
    let path = format!("/api/v1/namespaces/{}/pods/{pod}/eviction", place.namespace);
    place.kubectl(&["create", "--raw", &path, "-f", file.to_str().unwrap()]);
    std::fs::remove_file(file).unwrap();
    assert_eq!(running.end().result(), "null");
    assert_eq!(place.list("jobs")[0]["status"]["failed"], Value::Null);
}

#[test]
fn a_pod_that_somebody_deletes_is_said_to_be_ended_from_outside() {
    let place = Place::new("deleted");
    let mut running = Running::start(place.program("failures").args(["run", "sleep", "--seconds", "300"]));
    running.until("the task runs");
    sleep(Duration::from_secs(1));
    place.kubectl(&["delete", "pods", "--all", "--wait=false"]);
    running.end().fails(1, &["the pod was ended before the task was done"]);
}

#[test]
fn a_primary_of_another_name_logs_without_it() {
    let place = Place::new("other-name");
    assert_eq!(place.run("blocked", &["run", "other", "--name", "other"]).result(), "1");
    for command in ["wait", "logs"] {
        let said = place.run("blocked", &[command, "other"]);
        let said = [said.out, said.err].join("\n");
        assert!(said.lines().any(|line| line == "from the task"), "{command}: {said}");
        assert!(!said.contains("from the side"), "{command}: {said}");
    }
    let all = place.run("blocked", &["logs", "other", "--sidecar-logs"]);
    let mut lines: Vec<_> = all.result().lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["[side] from the side", "[worker] from the task"]);
}
