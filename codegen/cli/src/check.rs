//! From the files to what is printed of them: every document is checked for itself, on all processors.

use podwright_rules::manifest::check_document;
use podwright_rules::yaml::{Chunk, Document, Place, Position, chunks};
use podwright_rules::{Diagnostic, Level, Options, Root};

use crate::arguments::Settings;
use crate::parallel;
use crate::report::{self, Finding, Weight};
use crate::source::Source;

/// What came of a run.
pub(crate) struct Output {
    /// What is printed.
    pub(crate) text: String,
    /// How many documents were looked at, and how many refused.
    pub(crate) summary: String,
    /// Whether a document was refused.
    pub(crate) is_refused: bool,
}

/// A document with all that there is to say of it.
pub(crate) struct Checked {
    /// The kind that it says it is, where it can be read.
    pub(crate) kind: Option<String>,
    pub(crate) findings: Vec<Finding>,
}

impl Checked {
    /// Whether the API server would take it.
    pub(crate) fn is_ok(&self) -> bool {
        self.findings.iter().all(|finding| finding.weight != Weight::Error)
    }
}

/// Checks all documents of all files.
pub(crate) fn all(sources: &[Source], settings: &Settings) -> Output {
    let pieces: Vec<(&Source, Piece<'_>)> = sources
        .iter()
        .flat_map(|source| pieces(source).into_iter().map(move |piece| (source, piece)))
        .collect();
    let mut options = Options::of(Root::Pod);
    options.kubernetes = settings.kubernetes;
    options.server_only = settings.server_only;
    options.primary.clone_from(&settings.primary);
    // A rule that is silent otherwise is heard where it is denied.
    options.lints = settings.denied.iter().map(|rule| (*rule, Some(Level::Error))).collect();
    let printed = parallel::map(pieces.len(), |at| {
        let (source, piece) = &pieces[at];
        let documents = piece.check(source, &options, &settings.denied);
        let print = |checked: &Checked| Printed {
            text: report::document(settings.format, source, checked),
            is_ok: checked.is_ok(),
        };
        documents.iter().map(print).collect::<Vec<Printed>>()
    });
    let mut report = report::Report::new(settings.format);
    let mut number = (std::ptr::null(), 0);
    let (mut documents, mut refused) = (0, 0);
    for ((source, _), printed) in pieces.iter().zip(&printed) {
        if !std::ptr::eq(number.0, *source) {
            number = (std::ptr::from_ref(*source), 0);
        }
        for one in printed {
            report.add(&source.name, number.1, &one.text);
            number.1 += 1;
            documents += 1;
            refused += usize::from(!one.is_ok);
        }
    }
    let plural = if documents == 1 { "" } else { "s" };
    let summary = format!("{documents} document{plural}, {refused} refused");
    Output { text: report.finish(), summary, is_refused: refused > 0 }
}

/// What is printed of a document.
struct Printed {
    text: String,
    is_ok: bool,
}

/// What is checked in one piece.
enum Piece<'s> {
    Documents(Chunk<'s>),
    /// The file goes on with bytes that are not UTF-8.
    Unreadable,
}

fn pieces(source: &Source) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = chunks(&source.text).into_iter().map(Piece::Documents).collect();
    if source.is_cut {
        // The last document is the one that has them.
        pieces.pop();
        pieces.push(Piece::Unreadable);
    }
    pieces
}

impl Piece<'_> {
    fn check(&self, source: &Source, options: &Options, denied: &[&str]) -> Vec<Checked> {
        match self {
            Piece::Documents(chunk) => {
                chunk.read().iter().map(|document| checked(document, options, denied)).collect()
            }
            Piece::Unreadable => vec![not_utf8(source)],
        }
    }
}

fn checked(document: &Document, options: &Options, denied: &[&str]) -> Checked {
    let report = check_document(document, options);
    let told = |diagnostic, mild| finding(document, diagnostic, mild, denied);
    let noted = report.passed_over.into_iter().map(|diagnostic| told(diagnostic, Weight::Note));
    let found = report.diagnostics.into_iter().map(|diagnostic| told(diagnostic, Weight::Warning));
    let mut findings: Vec<Finding> = found.chain(noted).collect();
    findings.sort_by_key(|finding| finding.place.start);
    Checked { kind: report.kind, findings }
}

/// `mild` is what a warning weighs that nobody denied.
fn finding(document: &Document, diagnostic: Diagnostic, mild: Weight, denied: &[&str]) -> Finding {
    let Diagnostic { rule, level, at, path, message, help, labels } = diagnostic;
    let weight = match level {
        Level::Warning if !denied.contains(&rule) => mild,
        Level::Warning | Level::Error => Weight::Error,
    };
    let labels = labels.into_iter().map(|(at, text)| (document.places.get(at), text)).collect();
    Finding { rule, weight, path, place: document.places.get(at), message, help, labels }
}

fn not_utf8(source: &Source) -> Checked {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX - 2);
    let line = 1 + number(source.text.matches('\n').count());
    let column = 1 + number(source.text.rsplit('\n').next().unwrap_or_default().chars().count());
    let place = Place { start: Position { line, column }, end: Position { line, column: column + 1 } };
    let finding = Finding {
        rule: "syntax",
        weight: Weight::Error,
        path: String::new(),
        place,
        message: "the file is not UTF-8".to_owned(),
        help: Some("save it as UTF-8".to_owned()),
        labels: Vec::new(),
    };
    Checked { kind: None, findings: vec![finding] }
}
