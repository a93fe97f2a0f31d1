//! For programs: one line of JSON a document.

use super::Finding;
use crate::check::Checked;
use crate::json::{self, Object};

/// A document's line from its kind on; which one it is, is not known yet.
pub(super) fn document(checked: &Checked) -> String {
    let mut text = String::new();
    json::object(&mut text, |line| {
        line.field("kind", |text| match &checked.kind {
            Some(kind) => json::string(text, kind),
            None => text.push_str("null"),
        });
        line.plain("ok", checked.is_ok());
        line.field("diagnostics", |text| {
            json::list(text, &checked.findings, |text, finding| {
                json::object(text, |one| diagnostic(one, finding));
            });
        });
    });
    text
}

/// Adds a document's line.
pub(super) fn add(text: &mut String, file: &str, number: usize, printed: &str) {
    text.push_str("{\"file\":");
    json::string(text, file);
    text.push_str(",\"document\":");
    json::plain(text, number);
    text.push(',');
    text.push_str(printed.trim_start_matches('{'));
    text.push('\n');
}

fn diagnostic(one: &mut Object<'_>, finding: &Finding) {
    one.string("rule", finding.rule);
    one.string("level", finding.weight.word());
    one.string("path", &finding.path);
    one.plain("line", finding.place.start.line);
    one.plain("column", finding.place.start.column);
    one.plain("end_line", finding.place.end.line);
    one.plain("end_column", finding.place.end.column);
    one.string("message", &finding.message);
    if let Some(help) = &finding.help {
        one.string("help", help);
    }
}
