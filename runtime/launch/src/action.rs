//! What the launcher is given, and what it gives back.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One call of a task in a run, ready to become a Job.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The run that it belongs to: the root action's name.
    pub run: String,
    /// The Job's name, the same whenever the same call of the same run is made.
    pub name: String,
    /// The task's name.
    pub task: String,
    /// The Job that owns this one; `None` for the root action of a run.
    pub parent: Option<Parent>,
    /// What its pod looks like, with all that environment, call and command line add to the template.
    pub pod: Pod,
    /// The task's parameters: a JSON object. It is sent in its own order.
    pub input: Value,
    /// How often it is tried again.
    pub retries: u32,
    /// How long one attempt may take.
    pub timeout: Option<Duration>,
    /// How long a pod may take until the task begins.
    pub start_timeout: Duration,
    /// What the program in the pod needs beside the input, passed through as it is.
    pub settings: Value,
}

/// The Job that owns an action's Job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The name of the action that makes the call.
    pub action: String,
    /// The name of the run's root Job: the owner, so that deleting it takes everything.
    pub owner: String,
    /// The owner's uid.
    pub uid: String,
}

/// A merged pod template: Kubernetes' names, every hole filled.
#[derive(Clone, Debug, PartialEq)]
pub struct Pod {
    /// `metadata.labels` of the pod.
    pub labels: Vec<(String, String)>,
    /// `metadata.annotations` of the pod.
    pub annotations: Vec<(String, String)>,
    /// The `PodSpec` as JSON. Its primary container has its image, environment and resources.
    pub spec: Value,
    /// The primary container's name.
    pub primary: String,
    /// The sidecars that stay ordinary containers.
    pub ordinary: Vec<String>,
    /// The architectures that the image is for, in Kubernetes' words (`amd64`); none where they are not known.
    pub architectures: Vec<String>,
}

/// How an action ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The task returned; the value as JSON.
    Returned(String),
    /// It did not.
    Failed(Failure),
}

/// Why an action failed, for a person and for a parent task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// One line: what happened.
    pub message: String,
    /// The causes below the message, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Failure {
    /// A failure without causes below it.
    pub(crate) fn new(kind: FailureKind, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { kind, message: message.into(), causes: Vec::new(), help: Some(help.into()) }
    }
}

/// What kind of failure a [`Failure`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FailureKind {
    /// The task returned an error.
    Error,
    /// The task returned an error that it marked as final: it is not tried again.
    Final,
    /// The task panicked.
    Panic,
    /// The task ended the process.
    Exit,
    /// The attempt took longer than the timeout.
    Timeout,
    /// The pod was ended from outside: evicted, deleted, preempted.
    Terminated,
    /// The primary container ran out of memory.
    OutOfMemory,
    /// The input does not fit the task's parameters, or the program in the image is another build.
    Mismatch,
    /// The result could not be handed over: it does not serialize, or is too large.
    Result,
    /// The pod could not be created or could not start.
    NotStarted,
    /// The action was aborted.
    Aborted,
}
