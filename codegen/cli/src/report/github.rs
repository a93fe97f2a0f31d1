//! For GitHub Actions: workflow commands that become annotations of the changed lines.

use super::{Finding, Weight};
use crate::check::Checked;
use crate::source::Source;

pub(super) fn document(source: &Source, checked: &Checked) -> String {
    let line = |finding: &Finding| {
        let command = match finding.weight {
            Weight::Note => "notice",
            Weight::Warning => "warning",
            Weight::Error => "error",
        };
        let (start, end) = (finding.place.start, finding.place.end);
        // GitHub takes columns of one line only.
        let columns = if start.line == end.line {
            format!(",col={},endColumn={}", start.column, end.column)
        } else {
            String::new()
        };
        format!(
            "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
            property(&source.name),
            start.line,
            end.line,
            property(finding.rule),
            data(&finding.told()),
        )
    };
    checked.findings.iter().map(line).collect()
}

/// What stands after the `::`, in GitHub's escapes.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, in GitHub's escapes.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
