//! The labels and annotations by which an action's objects are found.

use serde_json::{Value, json};

use crate::action::Action;

/// The run that an object belongs to.
pub const RUN: &str = "podwright.dev/run";
/// The task that its action calls.
pub const TASK: &str = "podwright.dev/task";
/// The action itself.
pub const ACTION: &str = "podwright.dev/action";
/// Whether the action is the run's root: `true` or `false`.
pub const ROOT: &str = "podwright.dev/root";
/// An annotation: a hash of what a Job was made from.
pub const DIGEST: &str = "podwright.dev/digest";
/// An annotation: the action that made the call.
pub const PARENT: &str = "podwright.dev/parent";

/// The labels of everything that belongs to an action.
pub(super) fn of(action: &Action) -> Value {
    json!({
        "app.kubernetes.io/managed-by": "podwright",
        RUN: action.run,
        TASK: action.task,
        ACTION: action.name,
        ROOT: if action.parent.is_none() { "true" } else { "false" },
    })
}
