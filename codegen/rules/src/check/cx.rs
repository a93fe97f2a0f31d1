//! What the checks write to: the diagnostics, and the words of the source's language.

use super::nearest::{listed, nearest, values_help};
use super::{HoleUse, Options};
use crate::Spelling;
use crate::diagnostic::{Diagnostic, Level};
use crate::formats::Invalid;
use crate::pod::{At, Pod};
use crate::rules::{self, Rule};
use crate::schema::generated::GATES;
use crate::schema::{Field, Minor};
use crate::tree::SpanId;

/// How many characters of a value a message shows.
const SHOWN: usize = 80;

/// What the checks of one template share.
pub(super) struct Cx {
    /// How the document is read.
    pub(super) options: Options,
    /// The holes that were met.
    pub(super) holes: Vec<HoleUse>,
    /// The silent rules that a level was set for.
    pub(super) heard: Vec<&'static str>,
    /// Whether the cluster forgets a part of the document.
    pub(super) forgets: bool,
    diagnostics: Vec<Diagnostic>,
    /// The API server takes what is said here: nobody asked to hear of it.
    unheard: Option<Diagnostic>,
}

impl Cx {
    pub(super) fn new(options: Options) -> Cx {
        let heard = options.lints.iter().map(|(rule, _)| *rule).collect();
        let (holes, diagnostics) = (Vec::new(), Vec::new());
        Cx { options, holes, heard, forgets: false, diagnostics, unheard: None }
    }

    /// Whether the targeted Kubernetes has this minor or a newer one.
    pub(super) fn has(&self, minor: u8) -> bool {
        self.options.kubernetes >= Minor(minor)
    }

    /// Whether what counts for a pod alone counts: here is one, or whoever asks wants to know what becomes of the template.
    pub(super) fn sees_pods(&self, pod: &Pod<'_>) -> bool {
        pod.is_pod() || !self.options.server_only
    }

    /// Whether a feature gate is on: as the options say, else as it is by default at the targeted version. What stands
    /// behind none has an empty name.
    pub(super) fn is_on(&self, gate: &str) -> bool {
        if gate.is_empty() {
            return true;
        }
        if let Some((_, on)) = self.options.feature_gates.iter().find(|(name, _)| name == gate) {
            return *on;
        }
        let known = GATES.iter().find(|known| known.name == gate);
        debug_assert!(known.is_some(), "the tables have no feature gate {gate}");
        known.and_then(|gate| gate.at(self.options.kubernetes)).is_some_and(|stage| stage.default)
    }

    /// Whether anybody wants to hear of a rule that is silent otherwise.
    pub(super) fn hears(&self, rule: &Rule) -> bool {
        !rule.is_silent || self.heard.contains(&rule.id)
    }

    /// How much was said so far, to tell whether more is.
    pub(super) fn said(&self) -> usize {
        self.diagnostics.len()
    }

    /// Says what is wrong, and gives the diagnostic so that help and labels can be put to it.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        at: SpanId,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Report<'_> {
        self.say(rule, at, path.into(), message.into())
    }

    // Out of the way of the checks, which mostly have nothing to say.
    #[cold]
    #[inline(never)]
    fn say(&mut self, rule: &'static Rule, at: SpanId, path: String, message: String) -> Report<'_> {
        let diagnostic = diagnostic(rule, at, path, message);
        if self.options.server_only && !rule.server {
            return Report(self.unheard.insert(diagnostic));
        }
        self.push(diagnostic)
    }

    /// Says what a kubelet does not do as it is told, and the API server only warns of.
    pub(super) fn report_to_kubelet(
        &mut self,
        rule: &'static Rule,
        at: SpanId,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Report<'_> {
        let mut diagnostic = diagnostic(rule, at, path.into(), message.into());
        if self.options.server_only {
            diagnostic.level = Level::Warning;
        }
        self.push(diagnostic)
    }

    fn push(&mut self, diagnostic: Diagnostic) -> Report<'_> {
        self.diagnostics.push(diagnostic);
        Report(self.diagnostics.last_mut().expect("it was pushed the line before"))
    }

    /// Says that a value has not the form that it should have.
    pub(super) fn refuse(
        &mut self,
        rule: &'static Rule,
        at: SpanId,
        path: impl Into<String>,
        what: &str,
        text: &str,
        invalid: Invalid,
    ) -> Report<'_> {
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        self.report(rule, at, path, format!("the {what} `{shown}` {}", invalid.reason))
    }

    /// Says that a value is no name of its kind, where it is known and not empty.
    pub(super) fn form(
        &mut self,
        rule: &'static Rule,
        what: &str,
        value: Option<&At<'_>>,
        form: impl Fn(&str) -> Result<(), Invalid>,
    ) {
        if let Some(value) = value.filter(|value| value.text() != Some("")) {
            self.form_even_empty(rule, what, value, form);
        }
    }

    /// Says that a value is no name of its kind, where it is known: here an empty one is not as good as none.
    pub(super) fn form_even_empty(
        &mut self,
        rule: &'static Rule,
        what: &str,
        value: &At<'_>,
        form: impl Fn(&str) -> Result<(), Invalid>,
    ) {
        if let Some(text) = value.text()
            && let Err(invalid) = form(text)
        {
            self.refuse(rule, value.span(), value.path, what, text, invalid);
        }
    }

    /// Says that a value is none of the few that its field has.
    pub(super) fn unsupported(&mut self, value: &At<'_>, text: &str, values: &[&str]) {
        let help = values_help(nearest(text, values.iter().copied()), values);
        let message = format!("`{text}` is not supported here");
        self.report(&rules::NOT_SUPPORTED, value.span(), value.path, message).help(help);
    }

    /// Says that an object has no text in a field that it cannot do without.
    pub(super) fn require(&mut self, object: &At<'_>, field: &'static str, what: &str) {
        if object.is_unknown() || !object.lacks(field) {
            return;
        }
        let (at, word) = (object.get(field).map_or(object.span(), |value| value.span()), self.word(field));
        self.report(&rules::REQUIRED, at, object.path_of(field), format!("{what} needs `{word}`"))
            .help(format!("add `{word}: \"…\"`"));
    }

    /// A name in the spelling of the source: `mountPath` or `mount_path`.
    pub(super) fn word(&self, json: &str) -> String {
        match self.options.spelling {
            Spelling::Kubernetes => json.to_owned(),
            Spelling::Snake => {
                let mut words = String::new();
                let mut after_capital = true;
                for letter in json.chars() {
                    // A run of capitals is one word: `host_pid`.
                    if letter.is_ascii_uppercase() && !after_capital {
                        words.push('_');
                    }
                    after_capital = letter.is_ascii_uppercase();
                    words.push(letter.to_ascii_lowercase());
                }
                words
            }
        }
    }

    /// Some names in the spelling of the source, as a sentence has them: `` `a`, `b` and `c` ``.
    pub(super) fn words(&self, json: &[&str]) -> String {
        let words: Vec<String> = json.iter().map(|name| self.word(name)).collect();
        listed(words.iter().map(String::as_str))
    }

    /// The field's name as the source spells it.
    pub(super) fn spell(&self, field: &Field) -> &'static str {
        match self.options.spelling {
            Spelling::Snake => field.name,
            Spelling::Kubernetes => field.json,
        }
    }

    /// What is wrong, in the order of the source, and the holes that were met.
    pub(super) fn finish(mut self) -> (Vec<Diagnostic>, Vec<HoleUse>) {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        self.holes.sort_by_key(|hole| hole.hole);
        (self.diagnostics, self.holes)
    }
}

fn diagnostic(rule: &'static Rule, at: SpanId, path: String, message: String) -> Diagnostic {
    debug_assert!(!message.ends_with('.'), "a message has no full stop: {message}");
    Diagnostic { rule: rule.id, level: rule.level, at, path, message, help: None, labels: Vec::new() }
}

/// A diagnostic that was just reported.
pub(super) struct Report<'c>(&'c mut Diagnostic);

impl Report<'_> {
    /// What would be right.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.helped(help.into())
    }

    /// Another place that belongs to it.
    pub(super) fn label(self, at: SpanId, text: impl Into<String>) -> Self {
        self.labelled(at, text.into())
    }

    #[cold]
    #[inline(never)]
    fn helped(self, help: String) -> Self {
        self.0.help = Some(help);
        self
    }

    #[cold]
    #[inline(never)]
    fn labelled(self, at: SpanId, text: String) -> Self {
        self.0.labels.push((at, text));
        self
    }
}
