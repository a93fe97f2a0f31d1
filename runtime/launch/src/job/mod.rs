//! From an action to the Job that is sent. Pure: it knows no cluster.

pub mod labels;
mod policy;
mod primary;
mod security;
mod sidecars;
mod unrestricted;

use serde_json::{Value, json};

use crate::action::Action;
use crate::digest;
use crate::wire::{self, Order};

pub use unrestricted::Unrestricted;

/// A Job, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    /// The `batch/v1` Job. It is suspended where an input is to be put beside it first.
    pub job: Value,
    /// The ConfigMap that holds a large input; the Job is to own it.
    pub config_map: Option<Value>,
    /// A hash of all that is sent: what a Job of the same name was made from.
    pub digest: String,
    /// What the pod has beyond its template.
    pub added: Vec<Added>,
    /// What keeps the pod from the Pod Security Standard `restricted`.
    pub unrestricted: Vec<Unrestricted>,
    /// The primary container's name.
    pub primary: String,
}

/// A field that is not the template's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its path in the Job.
    pub path: String,
    /// Why it is there.
    pub why: &'static str,
}

/// Why an action cannot be sent as a Job.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The pod has no primary container. Name one of its containers.
    #[error("the pod template has no container `{0}`, the primary one")]
    NoPrimary(String),
    /// The input does not fit the Kubernetes API. Pass a path instead.
    #[error(
        "the input has {size} bytes, and at most {limit} fit the Kubernetes API: put it on a volume and pass its path"
    )]
    InputTooLarge {
        /// How large it is, in bytes.
        size: usize,
        /// How large it may be.
        limit: usize,
    },
    /// It is to be tried again more often than a Job can be. Ask for less.
    #[error("`retries` is {0}, and Kubernetes tries a job again at most {MOST_RETRIES} times: ask for less")]
    TooManyRetries(u32),
    /// A sidecar says itself when it restarts, which a native sidecar cannot.
    #[error(
        "the container `{0}` has a restart policy of its own, so it cannot be a native sidecar: write `#[ordinary]` before it, \
         and it stays an ordinary container"
    )]
    OwnRestartPolicy(String),
    /// A name of the template is one of podwright's own. Choose another.
    #[error("the {what} `{name}` is podwright's own: choose another name")]
    Reserved {
        /// What it names.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The primary container's termination message goes elsewhere, so that no result can be read. Leave the field out.
    #[error(
        "the primary container's `termination_message_path` is `{0}`: leave it out, the result goes that way"
    )]
    TerminationMessagePath(String),
    /// What travels with the run does not fit a variable of the pod. Make the templates smaller.
    #[error(
        "the run's settings have {size} bytes, and at most {limit} fit the pod's environment: make the pod templates smaller"
    )]
    OrderTooLarge {
        /// How large they are, in bytes.
        size: usize,
        /// How large they may be.
        limit: usize,
    },
}

/// `spec.backoffLimit` has 31 bits.
const MOST_RETRIES: u32 = i32::MAX.unsigned_abs();
/// An input up to this size travels in the pod's environment.
const SMALL_INPUT: usize = 32 << 10;
/// What the Kubernetes API takes in a ConfigMap.
pub(crate) const LARGEST_CONFIG_MAP: usize = 1 << 20;

/// Builds the Job of an action, for this namespace.
pub fn build(action: &Action, namespace: &str) -> Result<Built, BuildError> {
    let input = action.input.to_string();
    if input.len() > LARGEST_CONFIG_MAP {
        return Err(BuildError::InputTooLarge { size: input.len(), limit: LARGEST_CONFIG_MAP });
    }
    if action.retries > MOST_RETRIES {
        return Err(BuildError::TooManyRetries(action.retries));
    }
    labels::check(action)?;
    let large = input.len() > SMALL_INPUT;
    let mut added = Vec::new();
    let mut spec = action.pod.spec.clone();
    sidecars::make_native(&mut spec, action, &mut added)?;
    let order = order(action, namespace, &spec);
    primary::prepare(&mut spec, action, &order, large, &mut added)?;
    security::restrict(&mut spec, &action.pod.primary, &mut added);
    policy::of_pod(&mut spec, action, &mut added);

    let unrestricted = unrestricted::findings(&spec);

    let mut job = json!({
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": action.name,
            "namespace": namespace,
            "labels": labels::of_template(action),
            "annotations": {
                labels::TASK: action.task,
                labels::PRIMARY: action.pod.primary,
                labels::START_TIMEOUT: action.start_timeout.as_secs().to_string(),
            },
        },
        "spec": policy::of_job(action, &spec),
    });
    job["spec"]["template"] = json!({"metadata": pod_metadata(action), "spec": spec});
    if large {
        job["spec"]["suspend"] = true.into();
        job["metadata"]["annotations"][labels::AWAITS_INPUT] = input_name(action).into();
    }
    if let Some(parent) = &action.parent {
        job["metadata"]["ownerReferences"] = owner(&parent.owner, &parent.uid);
        job["metadata"]["annotations"][labels::PARENT] = parent.action.clone().into();
    }
    // Before the input is in it as a text, whose order says nothing.
    let digest = digest::of(json!([job, action.input]));
    job["metadata"]["annotations"][labels::DIGEST] = digest.clone().into();
    if !large {
        primary::give_input(&mut job["spec"]["template"]["spec"], &action.pod.primary, &input);
    }
    let config_map = large.then(|| config_map(action, &input, namespace));
    Ok(Built { job, config_map, digest, added, unrestricted, primary: action.pod.primary.clone() })
}

/// A list of one owner: a Job.
pub(crate) fn owner(job: &str, uid: &str) -> Value {
    json!([{
        "apiVersion": "batch/v1", "kind": "Job", "name": job, "uid": uid,
        "controller": false, "blockOwnerDeletion": false,
    }])
}

fn order(action: &Action, namespace: &str, spec: &Value) -> Order {
    Order {
        run: action.run.clone(),
        action: action.name.clone(),
        task: action.task.clone(),
        namespace: namespace.to_owned(),
        parent: action.parent.clone(),
        timeout_ms: action.timeout.map(|timeout| u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX)),
        message_budget: message_budget(spec),
        // They are read by their names, and the digest is of this text.
        settings: digest::sorted(action.settings.clone()),
    }
}

/// How much of a termination message is kept: 12288 bytes are shared by a pod's containers (the kubelet's
/// `MaxPodTerminationMessageLogLength`), and one has 4096 at most. Admission may add containers that are not known here.
fn message_budget(spec: &Value) -> usize {
    const SHARED: usize = 12_288;
    const LARGEST: usize = 4096;
    const INJECTED: usize = 2;
    let count = |list: &str| spec[list].as_array().map_or(0, Vec::len);
    LARGEST.min(SHARED / (count("containers") + count("initContainers") + INJECTED))
}

fn pod_metadata(action: &Action) -> Value {
    let mut metadata = json!({"labels": labels::of_template(action)});
    for (key, value) in &action.pod.annotations {
        metadata["annotations"][key] = value.clone().into();
    }
    metadata
}

/// The name of the ConfigMap that holds an action's input.
fn input_name(action: &Action) -> String {
    format!("{}-input", action.name)
}

fn config_map(action: &Action, input: &str, namespace: &str) -> Value {
    let file = wire::INPUT_FILE.rsplit('/').next().expect("it is a path");
    json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": input_name(action), "namespace": namespace, "labels": labels::of(action)},
        "immutable": true,
        "data": {file: input},
    })
}

#[cfg(test)]
mod tests;
