//! Why an action has not started, how long that is waited for, and when it is given up.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::action::{Failure, FailureKind};
use crate::cluster::objects::{Event, Job, Object as _, Pod};
use crate::job::labels;
use crate::why::{self, Cause, Why};

/// A pull is tried a second time ten seconds after the first.
const SECOND_PULL: Duration = Duration::from_secs(12);
/// What the kubelet and the Job controller try again within moments.
const SECOND_TRY: Duration = Duration::from_secs(4);

/// What is known of an action's wait.
#[derive(Default)]
pub(super) struct Wait {
    /// The pod that is waited for, empty where there is none yet, and since when.
    pod: Option<(String, Instant)>,
    said: Option<Why>,
    /// The cause that waiting cannot mend, and since when.
    hopeless: Option<(Cause, Instant)>,
}

/// What comes of looking at it again.
#[derive(Debug, PartialEq)]
pub(super) enum Look {
    /// Nothing new.
    Same,
    /// A cause that was not said yet.
    New(Why),
    /// It will not start.
    GiveUp(Failure),
}

impl Wait {
    /// The task has begun.
    pub(super) fn over(&mut self) {
        *self = Self::default();
    }

    /// `pod` is the attempt that has not started, where there is one; `events` are those about it, else about the Job.
    pub(super) fn look(
        &mut self,
        job: &Job,
        pod: Option<&Arc<Pod>>,
        primary: &str,
        events: &[Event],
        now: Instant,
    ) -> Look {
        let why = match pod {
            Some(pod) => why::explain(pod, primary, events),
            None => why::suspended(job).or_else(|| why::of_job(events)),
        };
        let waited = self.waited(pod.map_or("", |pod| pod.name()), is_idle(job, pod, why.as_ref()), now);
        if let Some(limit) = start_timeout(job).filter(|limit| waited >= *limit) {
            return Look::GiveUp(too_late(limit, why));
        }
        let Some(why) = why else {
            self.hopeless = None;
            return Look::Same;
        };
        if self.is_hopeless(&why, now) {
            return Look::GiveUp(Failure::new(FailureKind::NotStarted, why.message, why.help));
        }
        if self.said.as_ref().is_some_and(|said| said.cause == why.cause && said.message == why.message) {
            return Look::Same;
        }
        self.said = Some(why.clone());
        Look::New(why)
    }

    /// How long this pod has been waited for. Idle time is not counted.
    fn waited(&mut self, pod: &str, is_idle: bool, now: Instant) -> Duration {
        match &self.pod {
            Some((name, since)) if name == pod && !is_idle => now.duration_since(*since),
            _ => {
                self.pod = Some((pod.to_owned(), now));
                Duration::ZERO
            }
        }
    }

    fn is_hopeless(&mut self, why: &Why, now: Instant) -> bool {
        if !why.is_final {
            self.hopeless = None;
            return false;
        }
        let since = match self.hopeless {
            Some((cause, since)) if cause == why.cause => since,
            _ => {
                self.hopeless = Some((why.cause, now));
                now
            }
        };
        now.duration_since(since) >= patience(why.cause)
    }
}

/// Whether nothing is late: the pod stands in a queue, or the Job controller waits before the next attempt.
fn is_idle(job: &Job, pod: Option<&Arc<Pod>>, why: Option<&Why>) -> bool {
    match why {
        Some(why) => matches!(why.cause, Cause::Gated | Cause::Suspended),
        None => pod.is_none() && job.status.failed > 0,
    }
}

fn patience(cause: Cause) -> Duration {
    match cause {
        Cause::ImageNotFound | Cause::ImageDenied => SECOND_PULL,
        Cause::Container | Cause::Admission => SECOND_TRY,
        _ => Duration::ZERO,
    }
}

fn start_timeout(job: &Job) -> Option<Duration> {
    job.annotation(labels::START_TIMEOUT)?.parse().ok().map(Duration::from_secs)
}

fn too_late(limit: Duration, why: Option<Why>) -> Failure {
    let message = format!("the task did not start within {} seconds", limit.as_secs());
    let (causes, help) = match why {
        Some(why) => (vec![why.message], why.help),
        None => {
            (Vec::new(), "give it longer with `--start-timeout`, or see `kubectl describe pod`".to_owned())
        }
    };
    Failure { causes, ..Failure::new(FailureKind::NotStarted, message, help) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::cluster::objects::read;

    fn job() -> Job {
        read(json!({"metadata": {"annotations": {labels::START_TIMEOUT: "600"}}})).unwrap()
    }

    fn pod(status: Value) -> Arc<Pod> {
        Arc::new(read(json!({"metadata": {"name": "p"}, "status": status})).unwrap())
    }

    fn waiting(reason: &str, message: &str) -> Arc<Pod> {
        let state = json!({"waiting": {"reason": reason, "message": message}});
        pod(json!({"containerStatuses": [{"name": "primary", "image": "r.io/a", "state": state}]}))
    }

    #[test]
    fn a_missing_image_is_given_up_after_the_second_pull() {
        let (mut wait, begun) = (Wait::default(), Instant::now());
        let pod = waiting("ErrImagePull", "rpc error: code = NotFound: not found");
        let mut at =
            |seconds| wait.look(&job(), Some(&pod), "primary", &[], begun + Duration::from_secs(seconds));
        assert!(matches!(at(0), Look::New(why) if why.cause == Cause::ImageNotFound));
        assert_eq!(at(5), Look::Same);
        assert!(matches!(at(12), Look::GiveUp(failure) if failure.kind == FailureKind::NotStarted));
    }

    #[test]
    fn what_can_still_be_made_is_waited_for_until_the_start_timeout() {
        let (mut wait, begun) = (Wait::default(), Instant::now());
        let pod = waiting("CreateContainerConfigError", "secret \"s\" not found");
        let mut at =
            |seconds| wait.look(&job(), Some(&pod), "primary", &[], begun + Duration::from_secs(seconds));
        assert!(matches!(at(0), Look::New(_)));
        assert_eq!(at(599), Look::Same);
        let Look::GiveUp(failure) = at(600) else { panic!() };
        assert_eq!(failure.message, "the task did not start within 600 seconds");
        assert!(failure.causes[0].contains("secret \"s\" not found"), "{failure:?}");
    }

    #[test]
    fn the_time_in_a_queue_does_not_count() {
        let (mut wait, begun) = (Wait::default(), Instant::now());
        let gated = pod(json!({"conditions": [
            {"type": "PodScheduled", "status": "False", "reason": "SchedulingGated", "message": "gated"},
        ]}));
        let day = begun + Duration::from_secs(86_400);
        assert!(matches!(wait.look(&job(), Some(&gated), "primary", &[], begun), Look::New(_)));
        assert_eq!(wait.look(&job(), Some(&gated), "primary", &[], day), Look::Same);
        assert_eq!(wait.look(&job(), Some(&pod(json!({}))), "primary", &[], day), Look::Same);
    }

    #[test]
    fn a_suspended_job_says_what_it_waits_for_and_only_a_queue_has_all_the_time() {
        let begun = Instant::now();
        let suspended = |annotations: Value| -> Job {
            let mut job = json!({"metadata": {"annotations": annotations}, "spec": {"suspend": true}});
            job["metadata"]["annotations"][labels::START_TIMEOUT] = "600".into();
            read(job).unwrap()
        };
        let (queued, left) = (suspended(json!({})), suspended(json!({labels::AWAITS_INPUT: "i"})));
        let day = begun + Duration::from_secs(86_400);
        let mut wait = Wait::default();
        let first = wait.look(&queued, None, "primary", &[], begun);
        assert!(matches!(first, Look::New(why) if why.cause == Cause::Suspended));
        assert_eq!(wait.look(&queued, None, "primary", &[], day), Look::Same);
        let mut wait = Wait::default();
        let first = wait.look(&left, None, "primary", &[], begun);
        assert!(matches!(first, Look::New(why) if why.cause == Cause::NoInput));
        let Look::GiveUp(failure) = wait.look(&left, None, "primary", &[], day) else { panic!() };
        assert!(failure.causes[0].starts_with("the input is not there"), "{failure:?}");
    }

    #[test]
    fn the_time_between_two_attempts_does_not_count() {
        let (mut wait, begun) = (Wait::default(), Instant::now());
        let job: Job = read(json!({
            "metadata": {"annotations": {labels::START_TIMEOUT: "30"}}, "status": {"failed": 3},
        }))
        .unwrap();
        let mut at = |seconds| wait.look(&job, None, "primary", &[], begun + Duration::from_secs(seconds));
        assert_eq!((at(0), at(40), at(80)), (Look::Same, Look::Same, Look::Same));
    }

    #[test]
    fn a_root_image_that_may_not_be_root_is_given_up_at_once() {
        let mut wait = Wait::default();
        let pod =
            waiting("CreateContainerConfigError", "container has runAsNonRoot and image will run as root");
        assert!(matches!(wait.look(&job(), Some(&pod), "primary", &[], Instant::now()), Look::GiveUp(_)));
    }
}
