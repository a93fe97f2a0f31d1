use std::sync::Mutex;

use http::Method;
use serde_json::{Value, json};

use super::*;
use crate::action::FailureKind;
use crate::cluster::scripted::{Answer, End, line, list, routed, status};
use crate::launch::Launcher;

/// Notes which actions are said to go on.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Observer for Heard {
    fn event(&self, action: &str, event: Event<'_>) {
        if let Event::GoesOn { error } = event {
            self.0.lock().unwrap().push(format!("{action}: {error}"));
        }
    }
}

/// The Job `j` with this uid.
fn job(uid: &str, annotations: Value) -> Value {
    json!({"metadata": {"name": "j", "uid": uid, "resourceVersion": "1", "annotations": annotations}})
}

/// A pod of the Job with this uid, whose task has ended so.
fn ended(job: &str, report: &Report) -> Value {
    let ended = json!({"terminated": {"exitCode": 0, "message": report.frame()}});
    json!({
        "metadata": {
            "name": format!("pod-of-{job}"), "resourceVersion": "1",
            "labels": {labels::JOB: job, labels::ACTION: "j"},
        },
        "status": {"containerStatuses": [{"name": "primary", "state": ended}]},
    })
}

/// What a cluster has.
struct There {
    /// What the list of the Jobs gives, and what their watch then tells.
    jobs: (Vec<Value>, Vec<String>),
    pods: Vec<Value>,
    /// The Job that is there when it is asked for.
    now: Option<Value>,
}

/// What comes of following the Job `j` with the uid `new` where nothing may be patched, and what goes on then.
async fn followed(there: There) -> (Result<Outcome, Error>, Vec<String>) {
    let (cluster, _) = routed(move |method, path| match path {
        _ if *method == Method::PATCH => Answer::Object(403, status(403, "jobs is forbidden")),
        path if path.contains("/jobs?") && path.contains("watch=true") => {
            Answer::Stream(there.jobs.1.clone(), End::Never)
        }
        path if path.contains("watch=true") => Answer::Stream(Vec::new(), End::Never),
        path if path.contains("/jobs?") => list(1, &there.jobs.0),
        path if path.contains("/pods?") => list(1, &there.pods),
        path if path.ends_with("/jobs/j") => match &there.now {
            Some(job) => Answer::Object(200, job.clone()),
            None => Answer::Object(404, status(404, "not found")),
        },
        _ => list(1, &[]),
    });
    let heard = Arc::new(Heard::default());
    let launcher = Launcher::new(cluster, "j", heard.clone());
    let followed = Followed { name: "j", uid: "new", primary: "primary", retries: 0 };
    let outcome = launcher.follow(followed, Logs::None).await;
    let heard = heard.0.lock().unwrap().clone();
    (outcome, heard)
}

fn failed(outcome: Result<Outcome, Error>) -> Failure {
    match outcome {
        Ok(Outcome::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_of_the_same_name_that_was_deleted_says_nothing_of_the_one_that_was_created() {
    let failure = Failure::new(FailureKind::Error, "of the old one", "");
    let old = job("old", json!({labels::REPORT: Report::Failed(failure).frame()}));
    let new = job("new", json!({}));
    let there = There {
        jobs: (vec![old.clone()], vec![line("DELETED", old), line("ADDED", new.clone())]),
        pods: vec![ended("old", &Report::Returned(json!(1))), ended("new", &Report::Returned(json!(2)))],
        now: Some(new),
    };
    assert_eq!(followed(there).await.0, Ok(Outcome::Returned("2".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn neither_the_pods_nor_the_job_that_another_one_left_speak_for_one_that_is_gone() {
    for now in [None, Some(job("newer", json!({})))] {
        let pods = vec![ended("old", &Report::Returned(json!(1)))];
        let there = There { jobs: (Vec::from_iter(now.clone()), Vec::new()), pods, now };
        assert_eq!(failed(followed(there).await.0).kind, FailureKind::Aborted);
    }
}

#[tokio::test(start_paused = true)]
async fn why_an_action_is_given_up_is_said_also_where_its_job_may_not_be_ended() {
    let late = job("new", json!({labels::START_TIMEOUT: "0"}));
    let there = There { jobs: (vec![late.clone()], Vec::new()), pods: Vec::new(), now: Some(late) };
    let (outcome, goes_on) = followed(there).await;
    assert_eq!(failed(outcome).kind, FailureKind::NotStarted);
    assert!(
        goes_on.len() == 1 && goes_on[0].contains("j: the cluster refuses the action's end"),
        "{goes_on:?}"
    );
}
