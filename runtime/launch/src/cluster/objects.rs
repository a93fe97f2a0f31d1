//! What is read of Kubernetes' objects: a few fields each, so that thousands can be kept, and no more is depended on.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::job::labels;

/// What every object has. Empty where the server sent none.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub(crate) name: String,
    pub(crate) uid: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) annotations: BTreeMap<String, String>,
    pub(crate) creation_timestamp: Option<Timestamp>,
    pub(crate) deletion_timestamp: Option<Timestamp>,
}

/// An object of the API.
pub(crate) trait Object: DeserializeOwned {
    fn metadata(&self) -> &Metadata;

    fn name(&self) -> &str {
        &self.metadata().name
    }

    fn uid(&self) -> &str {
        &self.metadata().uid
    }

    fn label(&self, key: &str) -> Option<&str> {
        self.metadata().labels.get(key).map(String::as_str)
    }
}

macro_rules! objects {
    ($($name:ident)*) => {$(
        impl Object for $name {
            fn metadata(&self) -> &Metadata {
                &self.metadata
            }
        }
    )*};
}

objects!(Pod Job Event);

/// A Job.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Job {
    pub(crate) metadata: Metadata,
    pub(crate) spec: JobSpec,
    pub(crate) status: JobStatus,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct JobSpec {
    pub(crate) backoff_limit: u32,
    pub(crate) suspend: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct JobStatus {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) failed: u32,
}

/// A condition of a Job or a pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Condition {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) status: String,
    pub(crate) reason: String,
    pub(crate) message: String,
}

/// A pod.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Pod {
    pub(crate) metadata: Metadata,
    pub(crate) spec: PodSpec,
    pub(crate) status: PodStatus,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PodSpec {
    pub(crate) node_name: Option<String>,
    pub(crate) active_deadline_seconds: Option<i64>,
    pub(crate) image_pull_secrets: Vec<Named>,
    pub(crate) node_selector: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    pub(crate) name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PodStatus {
    pub(crate) phase: String,
    pub(crate) reason: String,
    pub(crate) message: String,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) start_time: Option<Timestamp>,
    pub(crate) container_statuses: Vec<ContainerStatus>,
    pub(crate) init_container_statuses: Vec<ContainerStatus>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ContainerStatus {
    pub(crate) name: String,
    pub(crate) image: String,
    pub(crate) started: bool,
    pub(crate) restart_count: u32,
    pub(crate) state: ContainerState,
    pub(crate) last_state: ContainerState,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct ContainerState {
    pub(crate) waiting: Option<Waiting>,
    pub(crate) running: Option<IgnoredAny>,
    pub(crate) terminated: Option<Terminated>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Waiting {
    pub(crate) reason: String,
    pub(crate) message: String,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Terminated {
    pub(crate) exit_code: i32,
    pub(crate) reason: String,
    pub(crate) message: String,
    pub(crate) finished_at: Option<Timestamp>,
}

/// An event of the core group.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Event {
    pub(crate) metadata: Metadata,
    pub(crate) involved_object: Involved,
    pub(crate) reason: String,
    pub(crate) message: String,
    /// When it was given the last time: the same event again is the same object.
    pub(crate) last_timestamp: Option<Timestamp>,
}

/// What an event is about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Involved {
    pub(crate) name: String,
    pub(crate) uid: String,
    /// `spec.containers{NAME}` where it is about a container.
    pub(crate) field_path: String,
}

/// A list of objects, or a page of one.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct List<T> {
    #[serde(default)]
    pub(crate) metadata: ListMetadata,
    pub(crate) items: Vec<T>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ListMetadata {
    pub(crate) resource_version: String,
    /// What asks for the next page; empty where there is none.
    #[serde(rename = "continue")]
    pub(crate) rest: String,
}

impl Event {
    /// When it was given, the last time.
    pub(crate) fn given(&self) -> Option<Timestamp> {
        self.last_timestamp.or(self.metadata.creation_timestamp)
    }
}

impl Job {
    pub(crate) fn has(&self, condition: &str) -> Option<&Condition> {
        holds(&self.status.conditions, condition)
    }

    pub(crate) fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata.annotations.get(key).map(String::as_str)
    }

    /// Why it has failed, or is about to be said to have.
    pub(crate) fn failed(&self) -> Option<&Condition> {
        self.has("Failed").or_else(|| self.has("FailureTarget"))
    }

    /// Whether it is suspended until a launcher has put its input beside it. One that has ended waits for nothing.
    pub(crate) fn awaits_input(&self) -> bool {
        self.annotation(labels::AWAITS_INPUT).is_some() && self.annotation(labels::REPORT).is_none()
    }

    /// Whether this pod is one of its attempts, and not of an earlier Job of the same name.
    pub(crate) fn made(&self, pod: &Pod) -> bool {
        pod.is_of(self.uid())
    }

    /// Whether it is being deleted.
    pub(crate) fn is_going(&self) -> bool {
        self.metadata.deletion_timestamp.is_some()
    }
}

impl Pod {
    pub(crate) fn has(&self, condition: &str) -> Option<&Condition> {
        holds(&self.status.conditions, condition)
    }

    /// Whether the Job with this uid made it.
    pub(crate) fn is_of(&self, job: &str) -> bool {
        self.label(labels::JOB) == Some(job)
    }

    pub(crate) fn created(&self) -> Option<Timestamp> {
        self.metadata.creation_timestamp
    }

    /// What sorts pods by when they were made, the oldest first.
    pub(crate) fn age(&self) -> (Option<Timestamp>, String) {
        (self.created(), self.name().to_owned())
    }

    /// The states of its containers, as far as the kubelet has any; sidecars stand among the init containers, which come first.
    pub(crate) fn containers(&self) -> impl Iterator<Item = &ContainerStatus> {
        self.status.init_container_statuses.iter().chain(&self.status.container_statuses)
    }

    /// A container's state, if the kubelet has one.
    pub(crate) fn container(&self, name: &str) -> Option<&ContainerStatus> {
        self.containers().find(|status| status.name == name)
    }

    /// How a container ended, if it has.
    pub(crate) fn ended(&self, name: &str) -> Option<&Terminated> {
        self.container(name)?.state.terminated.as_ref()
    }

    /// Whether no container of it will run any more.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.status.phase.as_str(), "Succeeded" | "Failed")
    }
}

fn holds<'a>(conditions: &'a [Condition], kind: &str) -> Option<&'a Condition> {
    conditions.iter().find(|condition| condition.kind == kind && condition.status == "True")
}

/// An object of the API as one of the types above, which all take whatever is missing for empty.
pub(crate) fn read<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}
