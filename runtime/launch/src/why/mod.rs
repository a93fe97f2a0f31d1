//! Why a pod does not run, or how it ended, in one line with what to do. Pure: it reads what the cluster said.

mod ended;
mod events;
mod image;
mod scheduling;
mod waiting;

use crate::cluster::objects::{Event, Job, Pod};

pub(crate) use ended::{failure, is_disruption, of_pod_itself};
pub(crate) use events::{not_created, of_job};

/// Why a pod does not run yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// What kind of cause it is.
    pub cause: Cause,
    /// One line: what is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Whether waiting cannot mend it.
    pub is_final: bool,
}

/// Causes for which a pod does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The registry has no such image.
    ImageNotFound,
    /// The registry does not give the image.
    ImageDenied,
    /// The registry could not be reached, or something else kept the image from coming.
    ImagePull,
    /// The image's name is none.
    ImageName,
    /// No node has room, or fits.
    Unschedulable,
    /// Something else decides when the pod may be scheduled.
    Gated,
    /// Something else decides when the Job may have a pod.
    Suspended,
    /// The Job waits for its input, which its launcher has not put there.
    NoInput,
    /// A Secret, a ConfigMap or a key of one is missing.
    MissingConfig,
    /// A claim is missing or not bound.
    MissingClaim,
    /// A volume could not be mounted.
    Mount,
    /// The image would run as root.
    RunsAsRoot,
    /// The container could not be made or started.
    Container,
    /// A sidecar crashes, or never gets ready.
    Sidecar,
    /// A quota is used up.
    Quota,
    /// Admission refuses the pod.
    Admission,
}

impl Why {
    fn new(cause: Cause, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { cause, message: message.into(), help: help.into(), is_final: false }
    }

    fn for_good(mut self) -> Self {
        self.is_final = true;
        self
    }
}

/// What keeps a suspended Job from having a pod.
pub(crate) fn suspended(job: &Job) -> Option<Why> {
    if !job.spec.suspend {
        return None;
    }
    Some(if job.awaits_input() {
        let message = "the input is not there yet: the program that started it puts it there";
        let help = "where that program has ended, start it again with the same `--name` and the same input: it is taken up; or end it \
                    with `abort`";
        Why::new(Cause::NoInput, message, help)
    } else {
        let help = "what suspended it, a queue for example, lets it go when it is its turn";
        Why::new(Cause::Suspended, "the job is suspended", help)
    })
}

/// What keeps this pod from running its primary container, from its status and the events about it.
pub(crate) fn explain(pod: &Pod, primary: &str, events: &[Event]) -> Option<Why> {
    scheduling::unscheduled(pod)
        .or_else(|| waiting::of_containers(pod, primary, events))
        .or_else(|| events::of_pod(events))
}

#[cfg(test)]
mod tests;
