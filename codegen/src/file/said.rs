//! The places of a file among those of the tokens, and what is said of them: with a picture, since rustc can show no other file.

use std::fmt::Write as _;

use podwright_rules::Diagnostic;
use podwright_rules::tree::{Entry, Key, Node, SpanId, Value};
use podwright_rules::yaml::{Document, Places, picture_of};

/// A file whose places stand behind those of the tokens.
pub(super) struct File<'f> {
    pub(super) name: &'f str,
    pub(super) lines: Vec<&'f str>,
    pub(super) places: &'f Places,
    /// The first of its places among those of the tokens.
    pub(super) first: SpanId,
}

impl File<'_> {
    /// Whether a place is one of the file.
    pub(super) fn has(&self, at: SpanId) -> bool {
        at >= self.first
    }

    /// A tree of the file, with its places where they stand among those of the tokens.
    pub(super) fn shifted(&self, node: Node) -> Node {
        let value = match node.value {
            Value::Map(entries) => Value::Map(entries.into_iter().map(|entry| self.entry(entry)).collect()),
            Value::List(items) => Value::List(items.into_iter().map(|item| self.shifted(item)).collect()),
            other => other,
        };
        Node { span: self.shift(node.span), value, attributes: node.attributes }
    }

    /// A diagnostic of the file, with its places among those of the tokens.
    pub(super) fn placed(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at = self.shift(diagnostic.at);
        for (at, _) in &mut diagnostic.labels {
            *at = self.shift(*at);
        }
        diagnostic
    }

    /// What a check says of a value of the document, in the words of the file.
    pub(super) fn worded(&self, document: &Document, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.at = self.unshift(diagnostic.at);
        let mut worded = document.worded(diagnostic);
        worded.at = self.shift(worded.at);
        worded
    }

    /// A diagnostic as rustc shows it: one of the file with its picture.
    pub(super) fn told(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if !self.has(diagnostic.at) {
            let (of_file, labels) = diagnostic.labels.into_iter().partition(|(at, _)| self.has(*at));
            diagnostic.labels = labels;
            self.note(&mut diagnostic.message, of_file);
            return diagnostic;
        }
        let (labels, inline): (Vec<_>, Vec<_>) =
            std::mem::take(&mut diagnostic.labels).into_iter().partition(|(at, _)| self.has(*at));
        diagnostic.labels = labels.into_iter().map(|(at, label)| (self.unshift(at), label)).collect();
        diagnostic.at = self.unshift(diagnostic.at);
        let picture = picture_of(self.name, &self.lines, self.places, &diagnostic);
        // rustc says itself whether it is an error.
        let lines = picture.split_once('\n').map_or("", |(_, lines)| lines);
        Diagnostic {
            at: self.shift(diagnostic.at),
            path: String::new(),
            message: format!("{}\n{}", diagnostic.headline(), lines.trim_end()),
            help: None,
            labels: inline,
            ..diagnostic
        }
    }

    fn note(&self, message: &mut String, labels: Vec<(SpanId, String)>) {
        for (at, label) in labels {
            let start = self.places.get(self.unshift(at)).start;
            write!(message, "\nnote: {label}, at {}:{}:{}", self.name, start.line, start.column)
                .expect("a string takes everything");
        }
    }

    fn entry(&self, Entry { key: Key { name, span }, value }: Entry) -> Entry {
        Entry { key: Key { name, span: self.shift(span) }, value: self.shifted(value) }
    }

    fn shift(&self, at: SpanId) -> SpanId {
        SpanId(self.first.0 + at.0)
    }

    fn unshift(&self, at: SpanId) -> SpanId {
        SpanId(at.0 - self.first.0)
    }
}
