//! Runs that are looked at, followed and ended by other commands.

use crate::place::Place;

#[test]
fn a_run_that_was_left_is_listed_followed_and_logged() {
    let place = Place::new("left");
    let run = place.run("sidecar", &["run", "push_metric", "--value", "7", "--detach", "-q"]);
    let run = run.result();
    assert!(place.run("sidecar", &["wait", run]).result().contains("rows_processed"));
    let listed = place.run("sidecar", &["runs", "-o", "json"]);
    assert!(listed.result().contains(run), "{listed:?}");
    assert_eq!(place.run("sidecar", &["logs", run]).result(), "pushed rows_processed 7");
}

#[test]
fn a_run_that_is_not_there_is_said_not_to_be_with_the_one_that_was_meant() {
    let place = Place::new("unknown");
    place.run("cluster_specific", &["run", "add", "--a", "1", "--b", "2", "--name", "addition"]).result();
    for command in ["get", "wait", "logs", "abort"] {
        let said = place.run("cluster_specific", &[command, "additoin"]);
        said.fails(
            3,
            &["there is no run `additoin` in the namespace", "did you mean `addition`?", "--namespace"],
        );
        let said = place.run("cluster_specific", &[command, "process-x4k2bz"]);
        said.fails(3, &["there is no run `process-x4k2bz` in the namespace"]);
        assert!(!said.err.contains("did you mean") && !said.err.contains("goes on"), "{said:#?}");
        for none in ["a b", "../addition", "addition?x", ""] {
            let said = place.run("cluster_specific", &[command, none]);
            said.fails(3, &[&format!("there is no run `{none}` in the namespace")]);
        }
    }
}

#[test]
fn the_same_name_is_the_same_run_and_is_never_run_again() {
    let place = Place::new("same");
    let add =
        |b: &str| place.run("cluster_specific", &["run", "add", "--a", "1", "--b", b, "--name", "once"]);
    assert_eq!(add("2").result(), "3");
    let again = add("2");
    assert_eq!(again.result(), "3");
    assert!(again.err.contains("exists already"), "{again:?}");
    assert_eq!(place.list("pods").len(), 1);
    add("3").fails(3, &["was made from another program, template or input"]);
}

#[test]
fn an_aborted_run_takes_its_pods_along() {
    let place = Place::new("abort");
    let run = place.run("failures", &["run", "sleep", "--seconds", "300", "--detach", "-q"]);
    let run = run.result().to_owned();
    place.until("the pod", || place.list("pods").iter().any(|pod| pod["status"]["phase"] == "Running"));
    let ended = place.run("failures", &["abort", &run]);
    assert_eq!(ended.result(), format!("ended the run `{run}`: removed 1 action with its pods and log"));
    place.until("the pod's end", || place.list("pods").is_empty());
    place.run("failures", &["abort", &run]).fails(3, &["there is no run"]);
}

#[test]
fn a_run_that_has_failed_is_listed_so_at_once_and_its_record_can_be_removed() {
    let place = Place::new("failed");
    let none = place.run("failures", &["runs"]);
    assert_eq!((none.status, none.out.as_str()), (0, ""));
    assert_eq!(none.err, format!("there are no runs in the namespace `{}`", place.namespace));
    assert_eq!(place.run("failures", &["run", "fail", "--name", "f"]).status, 1);
    let listed = place.run("failures", &["runs"]);
    let lines: Vec<Vec<&str>> =
        listed.result().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["RUN", "STATE", "TASK", "AGE", "FAILED", "REASON"]);
    assert_eq!(lines[1][..3], ["f", "failed", "fail"]);
    assert_eq!(lines[1][4..], ["1", "cannot", "load", "the", "model"]);
    let removed = place.run("failures", &["abort", "f"]);
    assert!(
        removed.result().starts_with("the run `f` had failed already; removed its record: 1 action"),
        "{removed:?}"
    );
    place.run("failures", &["get", "f"]).fails(3, &["there is no run `f`"]);
}
