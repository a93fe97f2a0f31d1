//! What happens while an action is followed, for whoever shows it.

use crate::action::Failure;
use crate::cluster::Error;
use crate::why::Why;

/// Is told what happens. It is called from several tasks at once and must not block for long.
pub trait Observer: Send + Sync {
    /// Something happened to this action.
    fn event(&self, action: &str, event: Event<'_>);

    /// Whether anybody is shown what happens: what serves nothing else is not asked of the cluster otherwise.
    fn shows(&self) -> bool {
        true
    }
}

/// What can happen to an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Its Job was created.
    Created,
    /// Its Job was there already, made from the same things, and is taken up again.
    Adopted,
    /// A pod got a node.
    Scheduled {
        /// The pod.
        pod: &'a str,
        /// The node.
        node: &'a str,
    },
    /// The node has been pulling an image of the pod for some seconds.
    Pulling {
        /// The image.
        image: &'a str,
    },
    /// The primary container runs.
    Started {
        /// The pod.
        pod: &'a str,
    },
    /// A line of a container's log.
    Log {
        /// The container.
        container: &'a str,
        /// Whether it is the primary container.
        is_primary: bool,
        /// The line, without its end. One of more than a mebibyte comes in pieces.
        line: &'a str,
    },
    /// Lines of a container's log are missing here: the kubelet has rotated it while the cluster was away.
    LogGap {
        /// The container.
        container: &'a str,
    },
    /// A pod was deleted before its log was read to the end: there is no more of it.
    LogGone {
        /// The pod.
        pod: &'a str,
        /// The container.
        container: &'a str,
    },
    /// The action has ended, and the last lines of its log did not come.
    LogCut,
    /// The pod does not run, for this reason.
    Waiting(&'a Why),
    /// An attempt failed and Kubernetes makes another one.
    Retrying {
        /// Why the attempt failed.
        failure: &'a Failure,
        /// How many attempts have failed.
        failed: usize,
        /// How many retries there are.
        retries: u32,
    },
    /// The task has ended, and the sidecars of its pod run on: they could not be told to end.
    RunsOn {
        /// The pod.
        pod: &'a str,
        /// Why not.
        error: &'a Error,
    },
    /// The action is given up, and its Job goes on: it could not be told to end.
    GoesOn {
        /// Why not.
        error: &'a Error,
    },
    /// The cluster does not answer, or is too busy, for this reason; it is asked again.
    Disconnected(&'a Error),
    /// It answers again.
    Reconnected,
}

/// Wants to know nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _: &str, _: Event<'_>) {}

    fn shows(&self) -> bool {
        false
    }
}
