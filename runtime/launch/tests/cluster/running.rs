//! Actions that run: their value, their attempts, their log.

use std::time::{Duration, Instant};

use podwright_launch::wire::{EXIT_FINAL, Report};
use podwright_launch::{Failure, FailureKind, LaunchError, Logs, Outcome, runs};
use serde_json::json;

use crate::place::{action, deaf, place, reports, returns, script, shell};

#[tokio::test]
async fn a_value_is_there_before_the_job_is_complete() {
    let place = place!("value");
    let outcome = place.launch(&script("value", &returns(json!({"rows": 3})))).await;
    assert_eq!(outcome, Outcome::Returned(r#"{"rows":3}"#.into()));
    let job = place.get("job", "value");
    assert_eq!(job["status"]["conditions"], serde_json::Value::Null, "the job is not complete yet");
    place.until("the job's end", || place.get("job", "value")["status"]["succeeded"] == 1).await;
}

#[tokio::test]
async fn a_sidecar_that_ignores_sigterm_does_not_hold_the_value() {
    let place = place!("deaf");
    let begun = Instant::now();
    let spec = json!({"containers": [shell(&returns(json!(1))), deaf()]});
    assert_eq!(place.launch(&action("deaf", spec)).await, Outcome::Returned("1".into()));
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}: {:#?}", place.heard.all());
    place.until("the pod's end", || place.pods()[0]["status"]["phase"] == "Succeeded").await;
}

#[tokio::test]
async fn a_failure_is_tried_again_and_then_told_in_the_tasks_own_words() {
    let place = place!("retries");
    let failure =
        Failure { kind: FailureKind::Error, message: "no".into(), causes: vec!["why".into()], help: None };
    let mut action = script("retries", &format!("{}; exit 1", reports(&Report::Failed(failure.clone()))));
    action.retries = 1;
    assert_eq!(place.fails(&action).await, failure);
    assert_eq!(place.pods().len(), 2);
    assert!(place.heard.when("Retrying").is_some(), "{:#?}", place.heard.all());
}

#[tokio::test]
async fn a_final_failure_is_not_tried_again() {
    let place = place!("final");
    let failure =
        Failure { kind: FailureKind::Final, message: "bad input".into(), causes: vec![], help: None };
    let mut action =
        script("final", &format!("{}; exit {EXIT_FINAL}", reports(&Report::Failed(failure.clone()))));
    action.retries = 3;
    assert_eq!(place.fails(&action).await, failure);
    place.until("the job's end", || place.get("job", "final")["status"]["failed"] == 1).await;
    assert_eq!(place.pods().len(), 1);
}

#[tokio::test]
async fn launching_twice_is_launching_once() {
    let place = place!("twice");
    let first = script("twice", &format!("echo ran; {}", returns(json!("once"))));
    assert_eq!(place.launch(&first).await, Outcome::Returned("\"once\"".into()));
    place.until("the job's end", || place.get("job", "twice")["status"]["succeeded"] == 1).await;
    assert_eq!(place.launch(&first).await, Outcome::Returned("\"once\"".into()));
    assert_eq!(place.pods().len(), 1);
    assert!(place.heard.when("Adopted").is_some());
    let mut other = first.clone();
    other.input = json!({"other": 1});
    let refused = place.launcher("twice").launch(&other, Logs::None).await;
    assert!(
        matches!(refused, Err(LaunchError::Cluster(podwright_launch::Error::Changed { .. }))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_an_earlier_run_of_the_same_name_left_is_not_taken_for_this_ones() {
    let place = place!("again");
    place.launch(&script("again", &returns(json!("old")))).await;
    place.until("the job's end", || place.get("job", "again")["status"]["succeeded"] == 1).await;
    place.kubectl(&["delete", "job", "again", "--cascade=orphan"]);
    let outcome = place.launch(&script("again", &format!("sleep 2; {}", returns(json!("new"))))).await;
    assert_eq!(outcome, Outcome::Returned("\"new\"".into()));
    assert_eq!(place.pods().len(), 2);
}

#[tokio::test]
async fn a_result_whose_pod_is_gone_is_lost_not_made_again() {
    let place = place!("lost");
    let action = script("lost", &returns(json!(1)));
    place.launch(&action).await;
    place.until("the job's end", || place.get("job", "lost")["status"]["succeeded"] == 1).await;
    place.kubectl(&["delete", "pods", "--all"]);
    let failure = place.fails(&action).await;
    assert_eq!(failure.kind, FailureKind::Result, "{failure:?}");
    assert!(place.pods().is_empty());
}

#[tokio::test]
async fn a_log_is_followed_from_its_first_line_to_its_last() {
    let place = place!("log");
    let script = script(
        "log",
        &format!(
            "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i+1)); done; printf 'a\\377b\\n'; printf end; {}",
            returns(json!(null))
        ),
    );
    place.launch(&script).await;
    let mut wanted: Vec<_> = (0..3000).map(|line| format!("primary: line {line}")).collect();
    wanted.extend(["primary: a\u{fffd}b".to_owned(), "primary: end".to_owned()]);
    let lines: Vec<_> = place.heard.all().into_iter().filter(|said| said.starts_with("primary: ")).collect();
    assert_eq!(lines.len(), wanted.len(), "{:?}", lines.last());
    assert!(lines == wanted);
}

#[tokio::test]
async fn an_aborted_run_is_gone_with_its_pods() {
    let place = place!("abort");
    let action = script("abort", "sleep 1000");
    let (outcome, ()) = tokio::join!(place.launch(&action), async {
        place.heard.until("Started").await;
        assert_eq!(runs::list(&place.cluster).await.unwrap()[0].state, runs::State::Running);
        assert_eq!(runs::abort(&place.cluster, "abort").await.unwrap().len(), 1);
    });
    assert!(
        matches!(&outcome, Outcome::Failed(failure) if failure.kind == FailureKind::Aborted),
        "{outcome:?}"
    );
    assert!(matches!(
        runs::get(&place.cluster, "abort").await,
        Err(podwright_launch::Error::NotFound { .. })
    ));
}

#[tokio::test]
async fn an_eviction_is_no_attempt() {
    let place = place!("evicted");
    let action = script("evicted", &format!("sleep 6; {}", returns(json!(1))));
    let (outcome, ()) = tokio::join!(place.launch(&action), async {
        place.heard.until("Started").await;
        let pod = place.pods()[0]["metadata"]["name"].as_str().unwrap().to_owned();
        let eviction = json!({"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": place.namespace},
            "deleteOptions": {"gracePeriodSeconds": 1}});
        let file = std::env::temp_dir().join(format!("{}-eviction.json", place.namespace));
        std::fs::write(&file, eviction.to_string()).unwrap();
        let path = format!("/api/v1/namespaces/{}/pods/{pod}/eviction", place.namespace);
        place.kubectl(&["create", "--raw", &path, "-f", file.to_str().unwrap()]);
        std::fs::remove_file(file).unwrap();
    });
    assert_eq!(outcome, Outcome::Returned("1".into()), "{:#?}", place.heard.all());
}

#[tokio::test]
async fn a_run_can_be_taken_up_by_its_name_alone() {
    let place = place!("wait");
    let action = script("wait", &format!("sleep 3; {}", returns(json!([1, 2]))));
    place.launcher("wait").detach(&action).await.unwrap();
    let outcome = runs::wait(&place.cluster, "wait", place.heard.clone(), Logs::Primary).await.unwrap();
    assert_eq!(outcome, Outcome::Returned("[1,2]".into()));
}
