//! What is wrong with YAML text, in the words of this project.

use granit_parser::{ErrorKind, ScanError, Span};

use super::NESTING;

/// The message of a scanner's error, and what to do.
pub(super) fn of(kind: &ErrorKind) -> (String, Option<&'static str>) {
    use ErrorKind as Kind;
    let (message, help) = match kind {
        kind if is_of_tabs(kind) => ("a tab stands where YAML wants spaces", "indent with spaces"),
        Kind::MappingValueNotAllowed => (
            "a `:` cannot stand here: the line has one already, or is indented wrongly",
            "put text with a `:` in quotes, and indent the fields of an object alike",
        ),
        Kind::UnclosedQuotedScalar => {
            ("this quote is not closed", "close it in the line where the text ends")
        }
        Kind::ExpectedBlockMappingKey => {
            ("a field `name: value` is expected here", "indent the fields of an object alike")
        }
        Kind::ExpectedBlockSequenceEntry => {
            ("an item `- value` is expected here", "indent the items of a list alike")
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => {
            ("there is no `:` after this name", "write `name: value`")
        }
        Kind::InvalidIndentation => ("this is indented wrongly", "indent the fields of an object alike"),
        Kind::BlockSequenceEntryNotAllowed => {
            ("an item `- value` cannot stand here", "a list begins in a line of its own")
        }
        Kind::ExpectedFlowMappingSeparator => ("a `,` or a `}` is expected here", "close the braces"),
        Kind::ExpectedFlowSequenceSeparator => ("a `,` or a `]` is expected here", "close the brackets"),
        Kind::UnclosedFlowCollection { open } => return (format!("this `{open}` is not closed"), None),
        Kind::RecursionLimitExceeded => {
            return (format!("this is nested deeper than {NESTING} levels"), None);
        }
        Kind::UnexpectedCharacter { character } => {
            return (
                format!("no value begins with `{}`", character.escape_default()),
                Some("put it in quotes"),
            );
        }
        other => return (other.to_string(), None),
    };
    (message.to_owned(), Some(help))
}

/// Whether a tab stands before a token where go-yaml takes only spaces: at the head of a line, or after a `-`.
pub(super) fn is_indented_with_tabs(text: &str, token: &Span) -> bool {
    let before = token.start.byte_offset().and_then(|byte| text.get(..byte)).unwrap_or_default();
    let outer = before.trim_end_matches([' ', '\t']);
    let indented =
        outer.is_empty() || outer.ends_with('\n') || outer.ends_with('-') && outer.len() < before.len();
    indented && before[outer.len()..].contains('\t')
}

fn is_of_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
    )
}

/// The tab that an error is of: the scanner marks the scalar before it.
pub(super) fn tab_after(kind: &ErrorKind, text: &str, marked: usize) -> Option<usize> {
    if !is_of_tabs(kind) {
        return None;
    }
    let mut line = text[..marked].rfind('\n').map_or(0, |at| at + 1);
    loop {
        let rest = &text[line..];
        let indent = rest.find(|letter| letter != ' ' && letter != '\t').unwrap_or(rest.len());
        if let Some(tab) = rest[..indent].find('\t') {
            return Some(line + tab);
        }
        line += rest.find('\n')? + 1;
    }
}

/// The byte of a `-` that go-yaml takes for a scalar.
pub(super) fn dash(error: &ScanError, text: &str) -> Option<usize> {
    let byte = error.marker().byte_offset()?;
    let is_dash = matches!(error.kind(), ErrorKind::PlainScalarStartsWithDashFlowIndicator)
        && text.as_bytes().get(byte) == Some(&b'-');
    is_dash.then_some(byte)
}

/// Whether text in double quotes has a `\/`.
pub(super) fn has_escaped_slash(quoted: &str) -> bool {
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.next() == Some('/') {
            return true;
        }
    }
    false
}

/// A name that go-yaml takes for an anchor (`scannerc.go`: `is_alpha`).
pub(super) fn is_anchor_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The first character that go-yaml refuses wherever it stands (`readerc.go`), by its byte.
pub(super) fn unprintable(text: &str) -> Option<usize> {
    let printable = |letter: char| {
        matches!(letter,
            '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}'
            | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    };
    text.char_indices().find(|(_, letter)| !printable(*letter)).map(|(byte, _)| byte)
}
