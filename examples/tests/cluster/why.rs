//! Why a task does not run, or how it failed, in one line with what to do.

use crate::place::{Place, Said, variable};
use crate::running::Running;

#[test]
fn too_much_memory_is_said_to_be_unschedulable_while_it_waits() {
    let place = Place::new("memory");
    let said = place.run(
        "cluster_specific",
        &["run", "add", "--a", "1", "--b", "2", "--memory", "900Gi", "--detach", "-q"],
    );
    let run = said.result().to_owned();
    place.until("the reason", || {
        place.run("cluster_specific", &["get", &run]).out.contains("1 Insufficient memory")
    });
    place.run("cluster_specific", &["abort", &run]).result();
}

#[test]
fn an_image_that_is_not_there_ends_the_wait() {
    let place = Place::new("no-image");
    let image = format!("{}/nobody/nothing@sha256:{}", variable("PODWRIGHT_TEST_REGISTRY"), "0".repeat(64));
    let said = place.run("cluster_specific", &["run", "add", "--a", "1", "--b", "2", "--image", &image]);
    said.fails(3, &["has no image", "nobody/nothing", "check the repository"]);
}

#[test]
fn another_build_in_the_image_refuses_to_run() {
    let place = Place::new("other-build");
    let image = place.run("nim", &["package", "-q"]);
    let said =
        place.run("cluster_specific", &["run", "add", "--a", "1", "--b", "2", "--image", image.result()]);
    said.fails_in_log(2, &["the image holds another build of this program"]);
}

#[test]
fn a_quota_and_pod_security_say_what_they_forbid() {
    let place = Place::new("forbidden");
    place.kubectl(&["label", "namespace", &place.namespace, "pod-security.kubernetes.io/enforce=restricted"]);
    assert_eq!(
        place.run("cluster_specific", &["run", "add", "--a", "1", "--b", "2"]).result(),
        "3",
        "the primary is restricted"
    );
    place
        .run("nim", &["run", "health", "--no-preflight"])
        .fails(3, &["Pod Security forbids the pod", "nvidia-nim"]);
    place.kubectl(&["create", "quota", "rq", "--hard=pods=0"]);
    let words = ["run", "add", "--a", "1", "--b", "2", "--no-preflight", "--detach", "-q"];
    let said = place.run("cluster_specific", &words);
    let run = said.result().to_owned();
    let mut waiting = place
        .program("cluster_specific")
        .args(["wait", &run])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(4));
    waiting.kill().unwrap();
    let output = waiting.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("waiting: the namespace's quota is used up: exceeded quota: rq"), "{err}");
}

#[test]
fn what_the_pod_lacks_is_named_while_it_waits() {
    let place = Place::new("lacks");
    let mut waiting = place
        .program("basic")
        .args(["run", "process", "--input", "x", "--no-preflight"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    place.until("the event", || place.kubectl(&["get", "events"]).contains("FailedMount"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    place.kubectl(&["create", "configmap", "basic-settings", "--from-literal=mode=slow"]);
    place.until("the next cause", || place.kubectl(&["get", "pods"]).contains("CreateContainerConfigError"));
    std::thread::sleep(std::time::Duration::from_secs(2));
    waiting.kill().unwrap();
    let output = waiting.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("the ConfigMap `basic-settings` of the volume `settings` does not exist"), "{err}");
    assert!(err.contains("secret \"api-keys\" not found"), "{err}");
}

#[test]
fn out_of_memory_is_called_by_its_name() {
    let place = Place::new("oom");
    let said = place.run("failures", &["run", "take_memory", "--memory", "128Mi"]);
    said.fails(1, &["the task ran out of memory", "--memory"]);
}

#[test]
fn a_task_that_ends_the_process_is_a_failure() {
    let place = Place::new("exit");
    place
        .run("failures", &["run", "end_the_process"])
        .fails_in_log(1, &["ended the process instead of returning"]);
}

#[test]
fn a_result_that_is_no_json_is_a_failure_for_good() {
    let place = Place::new("no-json");
    let said = place.run("failures", &["run", "keys_that_are_no_text", "--retries", "2"]);
    said.fails_in_log(1, &["the result does not serialize: key must be a string", "a map needs string keys"]);
    assert_eq!(place.list("pods").len(), 1, "it is not tried again");
}

#[test]
fn a_panic_and_a_chain_of_causes_come_back_whole() {
    let place = Place::new("errors");
    place
        .run("failures", &["run", "panic", "-q"])
        .fails(1, &["the task panicked: attempt to divide by zero", "failures.rs:"]);
    for words in [&["run", "fail", "-q"][..], &["run", "fail", "-o", "json"]] {
        let said = place.run("failures", words);
        said.fails(1, &["cannot load the model", "caused by: No such file or directory"]);
    }
}

#[test]
fn what_the_log_has_shown_is_not_said_again() {
    let place = Place::new("once");
    let once = |said: &Said, words: &str| assert_eq!(said.err.matches(words).count(), 1, "{said:#?}");
    let panic = place.run("failures", &["run", "panic", "--name", "p"]);
    panic.fails(1, &["error: the run `p` failed: its task panicked", "failures logs p` prints it again"]);
    once(&panic, "panicked at examples/src/bin/failures.rs:");
    once(&panic, "attempt to divide by zero");
    let fail = place.run("failures", &["run", "fail", "--name", "f"]);
    fail.fails(1, &["error: the run `f` failed: its task returned an error"]);
    once(&fail, "cannot load the model");
    once(&fail, "caused by: No such file or directory");
    let shown = place.run("failures", &["get", "f"]);
    assert!(shown.result().contains("cannot load the model"), "{shown:?}");
    once(&place.run("failures", &["wait", "f"]), "cannot load the model");
}

#[test]
fn an_image_that_takes_long_to_come_is_said_to_be_pulled() {
    let place = Place::new("pulling");
    // A registry that takes connections and says nothing, where the node reaches it.
    let silent =
        ["--image=busybox:latest", "--image-pull-policy=IfNotPresent", "--restart=Never", "--command"];
    let silent = [&["run", "silent"], &silent[..], &["--", "nc", "-ll", "-p", "5000", "-e", "sleep", "60"]];
    place.kubectl(&silent.concat());
    place.kubectl(&["wait", "pod/silent", "--for=condition=Ready"]);
    let address = place.kubectl(&["get", "pod", "silent", "-o", "jsonpath={.status.podIP}"]);
    let mut command = place.program("failures");
    command.env("PODWRIGHT_CLUSTER_REGISTRY", format!("{address}:5000/x"));
    let mut running = Running::start(command.args(["run", "fail", "--name", "slow"]));
    running.until(&format!("pulling the image {address}:5000/x/failures@sha256:"));
    place.run("failures", &["abort", "slow"]).result();
}

#[test]
fn a_timeout_is_kept_around_the_function() {
    let place = Place::new("timeout");
    let said = place.run("failures", &["run", "sleep", "--seconds", "60", "--timeout", "2s"]);
    said.fails_in_log(1, &["`sleep` took longer than its timeout of 2s"]);
}

#[test]
fn a_failed_attempt_is_tried_again() {
    let place = Place::new("retry");
    let said = place.run("failures", &["run", "fail", "--retries", "1"]);
    said.fails_in_log(1, &["cannot load the model"]);
    assert!(said.err.contains("trying again (1 of 1)"), "{said:?}");
    assert_eq!(place.list("pods").len(), 2);
}

#[test]
fn logs_that_are_no_utf_8_are_shown_all_the_same() {
    let place = Place::new("bytes");
    let said = place.run("failures", &["run", "write_bytes"]);
    said.result();
    assert!(said.err.contains("before \u{fffd}"), "{said:?}");
}
