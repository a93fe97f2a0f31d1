//! What a check has to say.

use crate::rules::Rule;
use crate::tree::SpanId;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Kubernetes takes it; it is worth a look.
    Warning,
    /// Kubernetes refuses it, or a task cannot run with it.
    Error,
}

impl Level {
    /// Its name in what users read: `warning` or `error`.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
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

impl Diagnostic {
    /// What a rule has to say at a place, at its own level.
    pub fn new(rule: &'static Rule, at: SpanId, message: impl Into<String>) -> Diagnostic {
        let (path, message) = (String::new(), message.into());
        Diagnostic { rule: rule.id, level: rule.level, at, path, message, help: None, labels: Vec::new() }
    }

    /// The field's path and what is wrong.
    pub fn headline(&self) -> String {
        match self.path.as_str() {
            "" => self.message.clone(),
            path => format!("{path}: {}", self.message),
        }
    }

    /// With what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
