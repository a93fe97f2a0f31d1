//! The labels and annotations by which an action's objects are found.

use serde_json::{Value, json};

use super::BuildError;
use crate::action::Action;

/// The run that an object belongs to.
pub const RUN: &str = "podwright.dev/run";
/// The task that its action calls: as a label what a label can hold of it, as an annotation of the Job the whole.
pub const TASK: &str = "podwright.dev/task";
/// The action itself.
pub const ACTION: &str = "podwright.dev/action";
/// Whether the action is the run's root: `true` or `false`.
pub const ROOT: &str = "podwright.dev/root";
/// An annotation: a hash of what a Job was made from.
pub const DIGEST: &str = "podwright.dev/digest";
/// An annotation: how many seconds a pod may take until the task begins.
pub const START_TIMEOUT: &str = "podwright.dev/start-timeout";
/// An annotation: the name of the primary container.
pub const PRIMARY: &str = "podwright.dev/primary";
/// An annotation: the report of an action that the launcher had to end itself, so that its Job counts as failed.
pub const REPORT: &str = "podwright.dev/report";
/// An annotation: the action that made the call.
pub const PARENT: &str = "podwright.dev/parent";

/// An annotation: the ConfigMap that a Job waits for, suspended, until its launcher has put the input there.
pub const AWAITS_INPUT: &str = "podwright.dev/awaits-input";

/// Not ours: the label of a pod that says which Job made it, by its uid.
pub(crate) const JOB: &str = "batch.kubernetes.io/controller-uid";
/// Not ours: the label of a node that says its architecture.
pub(crate) const ARCHITECTURE: &str = "kubernetes.io/arch";

/// What all of ours begin with.
const OWN: &str = "podwright.dev/";

/// The labels of everything that belongs to an action.
pub(super) fn of(action: &Action) -> Value {
    json!({
        "app.kubernetes.io/managed-by": "podwright",
        RUN: action.run,
        TASK: value(&action.task),
        ACTION: action.name,
        ROOT: if action.parent.is_none() { "true" } else { "false" },
    })
}

/// The labels of an action's Job and pods: the template's too, which say who pays for both.
pub(super) fn of_template(action: &Action) -> Value {
    let mut labels = of(action);
    for (key, value) in &action.pod.labels {
        labels[key] = value.clone().into();
    }
    labels
}

/// The template's labels and annotations leave podwright's own alone.
pub(super) fn check(action: &Action) -> Result<(), BuildError> {
    let own = |pair: &&(String, String)| pair.0.starts_with(OWN);
    let reserved = |what, name: &str| Err(BuildError::Reserved { what, name: name.to_owned() });
    if let Some((name, _)) = action.pod.labels.iter().find(own) {
        return reserved("label", name);
    }
    match action.pod.annotations.iter().find(own) {
        Some((name, _)) => reserved("annotation", name),
        None => Ok(()),
    }
}

/// A name as a label's value: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.
fn value(name: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let value: String = name.chars().map(allowed).take(63).collect();
    value.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tasks_name_becomes_a_labels_value() {
        assert_eq!(value("process_all"), "process_all");
        assert_eq!(value("_hidden::größe_"), "hidden--gr--e");
        assert_eq!(value(&"x".repeat(80)).len(), 63);
    }
}
