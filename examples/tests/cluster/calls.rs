//! Inputs, results and calls between tasks.

use podwright_launch::role;
use serde_json::json;

use crate::place::Place;

/// A place whose tasks may call other tasks, and may have a large result.
pub(crate) fn with_role(name: &str) -> Place {
    let place = Place::new(name);
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "podwright"}, "rules": role(),
    });
    place.apply(&role.to_string());
    let account = format!("--serviceaccount={}:default", place.namespace);
    place.kubectl(&["create", "rolebinding", "podwright", "--role=podwright", &account]);
    place
}

#[test]
fn a_task_calls_another_one_by_the_same_launcher() {
    let place = with_role("calls");
    assert_eq!(place.run("failures", &["run", "call_another", "--name", "root"]).result(), "8");
    let jobs = place.list("jobs");
    assert_eq!(jobs.len(), 3, "the root and its two calls");
    for job in jobs.iter().filter(|job| job["metadata"]["name"] != "root") {
        assert_eq!(job["metadata"]["ownerReferences"][0]["name"], "root");
        assert_eq!(job["metadata"]["labels"]["podwright.dev/run"], "root");
    }
    let said = place.run("failures", &["get", "root"]);
    let lines: Vec<_> = said.result().lines().collect();
    assert!(
        lines.len() == 4 && lines[0].starts_with("ACTION ") && lines[0].ends_with("  REASON"),
        "{said:?}"
    );
    assert!(lines[1].starts_with("root ") && lines[2].starts_with("  root-"), "{said:?}");
}

#[test]
fn a_parent_that_is_tried_again_makes_no_second_call_of_one_with_a_map() {
    let place = with_role("map");
    let said = place.run("failures", &["run", "call_with_a_map", "--name", "root"]);
    said.fails_in_log(1, &["the sum is 190"]);
    assert_eq!(place.list("jobs").len(), 2, "the root and its one call");
    let roots = place
        .list("pods")
        .into_iter()
        .filter(|pod| pod["metadata"]["labels"]["podwright.dev/action"] == "root");
    assert_eq!(roots.count(), 2, "each attempt is a process of its own");
}

#[test]
fn numbers_come_back_as_they_are_and_one_that_json_does_not_have_is_an_error() {
    let place = Place::new("floats");
    let divide =
        |by| place.run("failures", &["run", "divide", "--numbers", "1", "--numbers", "-2.5", "--by", by]);
    let numbers: Vec<f64> = serde_json::from_str(divide("3").result()).unwrap();
    assert_eq!(numbers, [1.0 / 3.0, -2.5 / 3.0]);
    divide("0").fails_in_log(
        1,
        &["the result does not serialize: `[0]` is infinite, which JSON does not have", "`Option`"],
    );
}

#[test]
fn a_task_that_blocks_calls_another_one_too() {
    let place = with_role("blocks");
    assert_eq!(place.run("failures", &["run", "call_and_wait"]).result(), "4");
}

#[test]
fn without_the_right_to_create_jobs_the_error_names_it() {
    let place = Place::new("no-right");
    let said = place.run("failures", &["run", "call_and_wait"]);
    said.fails_in_log(
        1,
        &[
            "may not create jobs",
            "kubectl create role podwright-jobs --verb=create,",
            "kubectl create rolebinding",
        ],
    );
}

#[test]
fn a_large_input_travels_beside_the_job() {
    let place = Place::new("large-input");
    let file = std::env::temp_dir().join(format!("{}.txt", place.namespace));
    std::fs::write(&file, "x".repeat(200_000)).unwrap();
    let said = place.run("failures", &["run", "length", "--text", &format!("@{}", file.display())]);
    assert_eq!(said.result(), "200000");
    std::fs::write(&file, "x".repeat(2 << 20)).unwrap();
    let said = place.run("failures", &["run", "length", "--text", &format!("@{}", file.display())]);
    said.fails(2, &["bytes", "1048576", "volume"]);
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_large_result_needs_a_right_and_the_error_says_so() {
    let place = with_role("large-result");
    assert_eq!(place.run("failures", &["run", "text", "--length", "100000"]).result().len(), 100_000);
    place.kubectl(&["delete", "rolebinding", "podwright"]);
    let said = place.run("failures", &["run", "text", "--length", "100001"]);
    said.fails_in_log(1, &["may not create configmaps", "its result could not be handed over"]);
    assert!(said.err.contains(&"x".repeat(100_001)), "what is piped is not cut");
    assert_eq!(said.err.matches("may not create configmaps").count(), 1, "it is said once");
}
