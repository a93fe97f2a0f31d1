//! YAML and JSON text as Kubernetes reads it, to trees whose parts have lines and columns.
//!
//! It knows how documents are written, and nothing of what they should hold. The reading is sigs.k8s.io/yaml's: go-yaml v2
//! for a document, encoding/json for one that begins with `{`. A file is split into documents as kubectl splits it.

mod anchors;
mod build;
mod json;
mod mapping;
mod message;
mod picture;
mod place;
mod resolve;
mod scalar;
mod split;
#[cfg(test)]
mod tests;

pub use picture::{Picture, picture_of};
pub use place::{Place, Places, Position};
pub use split::{Chunk, chunks};

use crate::diagnostic::{Diagnostic, Level};
use crate::rules;
use crate::tree::{Node, SpanId, Value};

/// How deep maps and lists may stand in each other. A real object has about 12 levels.
pub const NESTING: usize = 64;

/// One document of a file.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it holds; [`Value::Broken`] where it could not be read.
    pub tree: Node,
    /// Where its parts stand.
    pub places: Places,
    /// What is wrong with how it is written, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// Values that are shown otherwise than they are written, in the order of the file: `yes`, which is `true`, or `0644`.
    pub written: Vec<(SpanId, String)>,
}

impl Document {
    /// What a check says of a value, in the words of the file: of the `yes` that stands there and not of the `true` that it is.
    #[must_use]
    pub fn worded(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.rule != rules::WRONG_TYPE.id {
            return diagnostic;
        }
        let Ok(found) = self.written.binary_search_by_key(&diagnostic.at, |(at, _)| *at) else {
            return diagnostic;
        };
        let text = &self.written[found].1;
        if let Some((expected, found)) = diagnostic.message.split_once("found ") {
            diagnostic.message =
                format!("{expected}found `{text}`, which Kubernetes' YAML takes for {found}");
        }
        if diagnostic.help.as_ref().is_some_and(|help| help.starts_with("put it in quotes")) {
            diagnostic.help = Some(format!("put it in quotes: `\"{text}\"`"));
        }
        diagnostic
    }
}

impl Chunk<'_> {
    /// Its documents: one of YAML, any number of JSON. Never fails: what is wrong is in the documents' diagnostics.
    pub fn read(&self) -> Vec<Document> {
        if let Some(place) = self.after_separator {
            let mut problems = Problems::default();
            let span = problems.places.add(place);
            problems.error(span, "a `---` that separates documents stands alone in its line").help =
                Some("begin the document in the next line, as kubectl asks for".to_owned());
            return vec![problems.broken()];
        }
        if self.text.trim_start().starts_with('{') {
            return self.read_json();
        }
        build::read(self).into_iter().collect()
    }

    /// kubectl takes for YAML what is no JSON, such as `{kind: Pod}`; where it is neither, it says what JSON lacks
    /// (apimachinery `util/yaml.YAMLOrJSONDecoder`).
    fn read_json(&self) -> Vec<Document> {
        let documents = json::read(self);
        let is_json = !matches!(&documents[..], [only] if is_refused(&only.diagnostics));
        let yaml = if is_json { None } else { build::read(self) };
        match yaml.filter(|document| !is_refused(&document.diagnostics)) {
            Some(document) => vec![document],
            None => documents,
        }
    }
}

/// What was found wrong while a document is read, and the places of what was read.
#[derive(Default)]
struct Problems {
    places: Places,
    diagnostics: Vec<Diagnostic>,
    written: Vec<(SpanId, String)>,
}

impl Problems {
    /// Says what is wrong.
    fn error(&mut self, at: SpanId, message: impl Into<String>) -> &mut Diagnostic {
        self.report(&rules::SYNTAX, at, message.into())
    }

    fn report(&mut self, rule: &'static rules::Rule, at: SpanId, message: String) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(rule, at, message));
        self.diagnostics.last_mut().expect("it was pushed the line before")
    }

    fn finish(mut self, tree: Node) -> Document {
        self.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        Document { tree, places: self.places, diagnostics: self.diagnostics, written: self.written }
    }

    /// A document of which nothing is known but what is wrong with it.
    fn broken(self) -> Document {
        let at = self.diagnostics.first().map_or(SpanId(0), |diagnostic| diagnostic.at);
        self.finish(Node::new(at, Value::Broken))
    }
}

/// Whether anything in a document keeps it from being read as it is written.
pub fn is_refused(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
}
