//! What a Job and its pods say of an action. Pure.

use std::sync::Arc;

use crate::action::{Failure, FailureKind};
use crate::cluster::objects::{Job, Pod};
use crate::job::labels;
use crate::why;
use crate::wire::{self, FrameError, Report};

/// How far an action is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It is not done: it waits or runs, after this many failed attempts; the last one's failure.
    Open { failed: usize, last: Option<Failure> },
    /// The task returned: the report holds the value, or says where it is.
    Returned(Report),
    /// It failed for good.
    Failed(Failure),
    /// The Job is over, and no pod is known that says how: this failure, where there is no other pod.
    Unexplained(Failure),
}

/// `job` is `None` where there is none any more; `pods` are the action's, oldest first.
pub(crate) fn verdict(job: Option<&Job>, pods: &[Arc<Pod>], primary: &str, retries: u32) -> Verdict {
    match job.and_then(|job| job.annotation(labels::REPORT)).map(Report::unframe) {
        Some(Ok(Report::Failed(failure))) => return Verdict::Failed(failure),
        Some(Ok(report)) => return Verdict::Returned(report),
        Some(Err(_)) | None => {}
    }
    let mut failures = Vec::new();
    for pod in pods {
        match attempt(pod, primary) {
            Attempt::Open | Attempt::Disrupted => {}
            Attempt::Returned(report) => return Verdict::Returned(report),
            Attempt::Failed { failure, is_final: true } => return Verdict::Failed(failure),
            Attempt::Failed { failure, is_final: false } => failures.push(failure),
        }
    }
    let last = failures.pop();
    let failed = failures.len() + usize::from(last.is_some());
    if let Some(failure) = last.as_ref().filter(|_| failed > retries as usize) {
        return Verdict::Failed(failure.clone());
    }
    match job {
        None => Verdict::Failed(last.unwrap_or_else(gone)),
        Some(job) if job.is_going() => Verdict::Failed(last.unwrap_or_else(gone)),
        Some(job) => match job.failed() {
            Some(condition) => {
                Verdict::Unexplained(last.unwrap_or_else(|| given_up(&condition.reason, &condition.message)))
            }
            None if job.has("Complete").is_some() => Verdict::Unexplained(lost()),
            None => Verdict::Open { failed, last },
        },
    }
}

/// How one pod stands.
enum Attempt {
    Open,
    /// Ended for the cluster's reasons; Kubernetes replaces it.
    Disrupted,
    Returned(Report),
    Failed {
        failure: Failure,
        is_final: bool,
    },
}

fn attempt(pod: &Pod, primary: &str) -> Attempt {
    let Some(ended) = pod.ended(primary) else {
        return match pod.status.phase.as_str() {
            "Failed" if why::is_disruption(pod) => Attempt::Disrupted,
            "Failed" => Attempt::Failed { failure: why::failure(pod, primary), is_final: false },
            _ => Attempt::Open,
        };
    };
    match (Report::unframe(&ended.message), ended.exit_code) {
        (Ok(report @ (Report::Returned(_) | Report::Stored { .. })), 0) => Attempt::Returned(report),
        (Ok(Report::Failed(_)), _) if why::is_disruption(pod) => Attempt::Disrupted,
        // The program knows that it was ended, and only the pod, once it is over, knows why.
        (Ok(Report::Failed(failure)), _) if failure.kind == FailureKind::Terminated => {
            if pod.is_over() {
                let failure = why::of_pod_itself(pod).unwrap_or(failure);
                Attempt::Failed { failure, is_final: false }
            } else {
                Attempt::Open
            }
        }
        (Ok(Report::Failed(failure)), code) => {
            Attempt::Failed { failure, is_final: code == wire::EXIT_FINAL }
        }
        (Err(FrameError::Cut { have, want }), 0) => {
            Attempt::Failed { failure: cut(have, want), is_final: true }
        }
        (_, 0) => Attempt::Failed { failure: why::failure(pod, primary), is_final: true },
        _ if why::is_disruption(pod) => Attempt::Disrupted,
        (_, code) => {
            Attempt::Failed { failure: why::failure(pod, primary), is_final: code == wire::EXIT_FINAL }
        }
    }
}

fn gone() -> Failure {
    Failure::new(FailureKind::Aborted, "the action was aborted: its job is deleted", "start a new run")
}

fn cut(have: usize, want: usize) -> Failure {
    let message = format!("the result was cut: {have} of {want} bytes arrived");
    Failure::new(FailureKind::Result, message, "return less, or write it to a volume and return its path")
}

/// The failure of an action whose result nobody read in time.
fn lost() -> Failure {
    let message = "the task returned, but its pod and its result are gone";
    Failure::new(
        FailureKind::Result,
        message,
        "start a new run; results are kept for 7 days unless somebody deletes the pod",
    )
}

fn given_up(reason: &str, message: &str) -> Failure {
    if reason == "DeadlineExceeded" {
        let message = "the action took longer than all its attempts together may";
        return Failure::new(
            FailureKind::Timeout,
            message,
            "give the task a longer `timeout`, or its pods a longer `--start-timeout`",
        );
    }
    let message = format!("Kubernetes gave the job up: {} ({reason})", message.trim());
    Failure::new(FailureKind::Terminated, message, "see `kubectl describe job`")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::cluster::objects::read;

    fn job(condition: &str) -> Job {
        read(json!({"status": {"conditions": [{"type": condition, "status": "True", "reason": "BackoffLimitExceeded"}]}})).unwrap()
    }

    fn pod(code: i32, message: &str) -> Arc<Pod> {
        let terminated = json!({"exitCode": code, "reason": "Error", "message": message});
        pod_of(
            json!({"phase": "Running", "containerStatuses": [{"name": "primary", "state": {"terminated": terminated}}]}),
        )
    }

    fn pod_of(status: Value) -> Arc<Pod> {
        Arc::new(read(json!({"metadata": {"name": "p"}, "status": status})).unwrap())
    }

    fn failed(message: &str) -> Failure {
        Failure { kind: FailureKind::Error, message: message.into(), causes: vec![], help: None }
    }

    #[test]
    fn the_value_counts_before_the_pod_has_ended() {
        let report = Report::Returned(json!(3));
        let pods = [pod(0, &report.frame())];
        assert_eq!(verdict(Some(&Job::default()), &pods, "primary", 0), Verdict::Returned(report));
    }

    #[test]
    fn a_failed_attempt_leaves_the_action_open_while_there_are_retries() {
        let pods = [pod(1, &Report::Failed(failed("no")).frame())];
        let open = Verdict::Open { failed: 1, last: Some(failed("no")) };
        assert_eq!(verdict(Some(&Job::default()), &pods, "primary", 1), open);
        assert_eq!(verdict(Some(&Job::default()), &pods, "primary", 0), Verdict::Failed(failed("no")));
    }

    #[test]
    fn a_final_failure_is_not_waited_out() {
        let pods = [pod(wire::EXIT_FINAL, &Report::Failed(failed("bad input")).frame())];
        assert_eq!(verdict(Some(&Job::default()), &pods, "primary", 5), Verdict::Failed(failed("bad input")));
    }

    #[test]
    fn a_disruption_is_no_attempt() {
        let status =
            json!({"phase": "Failed", "conditions": [{"type": "DisruptionTarget", "status": "True"}]});
        let open = Verdict::Open { failed: 0, last: None };
        assert_eq!(verdict(Some(&Job::default()), &[pod_of(status)], "primary", 0), open);
    }

    #[test]
    fn why_a_program_was_ended_is_the_pods_to_say_once_it_is_over() {
        let report = Report::Failed(Failure { kind: FailureKind::Terminated, ..failed("ended") });
        let of = |phase: &str, reason: &str| {
            let ended = json!({"terminated": {"exitCode": 143, "message": report.frame()}});
            pod_of(json!({"phase": phase, "reason": reason, "message": "too much",
                "containerStatuses": [{"name": "primary", "state": ended}]}))
        };
        let judged = |pod| verdict(Some(&Job::default()), &[pod], "primary", 0);
        assert_eq!(judged(of("Running", "")), Verdict::Open { failed: 0, last: None });
        for (reason, words) in
            [("", "ended"), ("Evicted", "too much"), ("DeadlineExceeded", "deadline passed")]
        {
            let Verdict::Failed(failure) = judged(of("Failed", reason)) else { panic!() };
            assert!(failure.message.contains(words), "{failure:?}");
        }
    }

    #[test]
    fn success_without_a_report_is_a_failure_for_good() {
        let Verdict::Failed(failure) = verdict(Some(&Job::default()), &[pod(0, "")], "primary", 3) else {
            panic!()
        };
        assert_eq!(failure.kind, FailureKind::Exit);
    }

    #[test]
    fn a_result_whose_pod_is_gone_is_lost_and_never_made_again() {
        let Verdict::Unexplained(failure) = verdict(Some(&job("Complete")), &[], "primary", 0) else {
            panic!()
        };
        assert_eq!(failure.kind, FailureKind::Result);
        let Verdict::Failed(failure) = verdict(None, &[], "primary", 0) else { panic!() };
        assert_eq!(failure.kind, FailureKind::Aborted);
    }

    #[test]
    fn a_job_that_has_failed_is_not_believed_before_its_pods_are_known() {
        let running = [pod_of(json!({"phase": "Running"}))];
        let Verdict::Unexplained(failure) = verdict(Some(&job("Failed")), &running, "primary", 0) else {
            panic!()
        };
        assert_eq!(failure.kind, FailureKind::Terminated);
        let ended = [pod(1, &Report::Failed(failed("no")).frame())];
        assert_eq!(verdict(Some(&job("Failed")), &ended, "primary", 0), Verdict::Failed(failed("no")));
    }

    #[test]
    fn what_the_launcher_wrote_on_the_job_counts_before_everything() {
        let mut job = job("Failed");
        let report = Report::Returned(json!(3));
        job.metadata.annotations = [(labels::REPORT.to_owned(), report.frame())].into();
        assert_eq!(verdict(Some(&job), &[pod(1, "")], "primary", 0), Verdict::Returned(report));
    }
}
