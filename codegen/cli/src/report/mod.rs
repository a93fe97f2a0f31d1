//! How findings are printed, a format a file. A document is rendered on the thread that checked it; what stands around them is
//! put there afterwards, in order.

mod github;
mod jsonl;
mod sarif;
mod text;

use podwright_rules::yaml::Place;

use crate::arguments::Format;
use crate::check::Checked;
use crate::source::Source;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Worth to know.
    Note,
    /// Worth a look.
    Warning,
    /// The document is refused.
    Error,
}

impl Weight {
    fn word(self) -> &'static str {
        match self {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Error => "error",
        }
    }
}

/// One thing to say of a document, where it stands in the file.
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) weight: Weight,
    pub(crate) path: String,
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) labels: Vec<(Place, String)>,
}

impl Finding {
    /// The field's path and what is wrong.
    fn headline(&self) -> String {
        match self.path.as_str() {
            "" => self.message.clone(),
            path => format!("{path}: {}", self.message),
        }
    }

    /// The same, and what would be right in a second line.
    fn told(&self) -> String {
        let mut told = self.headline();
        if let Some(help) = &self.help {
            told.push_str("\nhelp: ");
            told.push_str(help);
        }
        told
    }
}

/// What is printed of one document.
pub(crate) fn document(format: Format, source: &Source, checked: &Checked) -> String {
    match format {
        Format::Text => text::document(source, checked),
        Format::Jsonl => jsonl::document(checked),
        Format::Sarif => sarif::document(source, checked),
        Format::Github => github::document(source, checked),
    }
}

/// What is printed of all documents.
pub(crate) struct Report {
    format: Format,
    text: String,
    is_empty: bool,
}

impl Report {
    pub(crate) fn new(format: Format) -> Report {
        let text = if format == Format::Sarif { sarif::head() } else { String::new() };
        Report { format, text, is_empty: true }
    }

    /// Adds what was printed of a document; it is the file's document of this number, from 0.
    pub(crate) fn add(&mut self, file: &str, number: usize, printed: &str) {
        match self.format {
            Format::Jsonl => jsonl::add(&mut self.text, file, number, printed),
            Format::Sarif if printed.is_empty() => {}
            Format::Sarif => {
                if !self.is_empty {
                    self.text.push(',');
                }
                self.text.push_str(printed);
                self.is_empty = false;
            }
            Format::Text | Format::Github => self.text.push_str(printed),
        }
    }

    pub(crate) fn finish(mut self) -> String {
        if self.format == Format::Sarif {
            self.text.push_str(sarif::TAIL);
        }
        self.text
    }
}
