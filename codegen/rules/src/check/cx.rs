//! What the checks write to: the diagnostics, and the words of the source's language.

use super::{Checked, HoleUse, Options};
use crate::Spelling;
use crate::diagnostic::Diagnostic;
use crate::rules::Rule;
use crate::schema::Field;
use crate::tree::{Node, SpanId};

/// What the checks of one template share.
pub(super) struct Cx {
    /// How the template is read.
    pub(super) options: Options,
    /// The holes that were met.
    pub(super) holes: Vec<HoleUse>,
    diagnostics: Vec<Diagnostic>,
}

impl Cx {
    pub(super) fn new(options: Options) -> Cx {
        Cx { options, holes: Vec::new(), diagnostics: Vec::new() }
    }

    /// Says what is wrong, and gives the diagnostic so that help and labels can be put to it.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        at: SpanId,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Report<'_> {
        let (path, message) = (path.into(), message.into());
        debug_assert!(!message.ends_with('.'), "a message has no full stop: {message}");
        self.diagnostics.push(Diagnostic {
            rule: rule.id,
            level: rule.level,
            at,
            path,
            message,
            help: None,
            labels: Vec::new(),
        });
        Report(self.diagnostics.last_mut().expect("it was pushed the line before"))
    }

    /// The field's name as the source spells it.
    pub(super) fn spell(&self, field: &Field) -> &'static str {
        match self.options.spelling {
            Spelling::Snake => field.name,
            Spelling::Kubernetes => field.json,
        }
    }

    /// What is wrong, in the order of the source.
    pub(super) fn finish(mut self, template: Node) -> Checked {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        Checked { template, diagnostics: self.diagnostics, holes: self.holes }
    }
}

/// A diagnostic that was just reported.
pub(super) struct Report<'c>(&'c mut Diagnostic);

impl Report<'_> {
    /// What would be right.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// Another place that belongs to it.
    pub(super) fn label(self, at: SpanId, text: impl Into<String>) -> Self {
        self.0.labels.push((at, text.into()));
        self
    }
}
