//! What a check has to say.

use crate::tree::SpanId;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Kubernetes takes it; it is worth a look.
    Warning,
    /// Kubernetes refuses it, or a task cannot run with it.
    Error,
}

/// One mistake, at the smallest token that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// The rule that found it; diagnostics are told apart by this, never by their text.
    pub rule: &'static str,
    /// How much it weighs.
    pub level: Level,
    /// Where.
    pub at: SpanId,
    /// The field's path as the API server writes it: `spec.containers[0].image`.
    pub path: String,
    /// What is wrong: lower case, no full stop, backquotes round what the user wrote.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Other places that belong to it: the first of two duplicates.
    pub labels: Vec<(SpanId, String)>,
}
