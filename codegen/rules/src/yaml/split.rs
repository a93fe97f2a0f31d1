//! A file's documents: split at lines that begin with `---`, as kubectl splits them (apimachinery `util/yaml.YAMLReader`).

use super::place::{Place, Position};

/// A part of a file between two separators: one YAML document, or JSON documents one after another.
#[derive(Clone, Debug)]
pub struct Chunk<'t> {
    /// The text, without the separators.
    pub(super) text: &'t str,
    /// The number of its first line.
    pub(super) first_line: u32,
    /// What stands after the `---` before it and may not.
    pub(super) after_separator: Option<Place>,
}

/// The parts of a file that hold something other than white space and comments.
pub fn chunks(text: &str) -> Vec<Chunk<'_>> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut next = Chunk { text: "", first_line: 1, after_separator: None };
    let mut found = Vec::new();
    loop {
        let end = if rest.starts_with("---") { Some(0) } else { rest.find("\n---").map(|at| at + 1) };
        next.text = &rest[..end.unwrap_or(rest.len())];
        let line = next.first_line + newlines(next.text);
        if next.after_separator.is_some() || !is_blank(next.text) {
            found.push(next);
        }
        let Some(end) = end else { return found };
        let separator = &rest[end..rest[end..].find('\n').map_or(rest.len(), |length| end + length + 1)];
        rest = &rest[end + separator.len()..];
        next = Chunk {
            text: "",
            first_line: line + newlines(separator),
            after_separator: refused(separator, line),
        };
    }
}

/// What kubectl refuses after a `---`: anything but white space and a comment.
fn refused(separator: &str, line: u32) -> Option<Place> {
    let after = separator[3..].trim();
    if after.is_empty() || after.starts_with('#') {
        return None;
    }
    let column = |text: &str| 1 + u32::try_from(text.chars().count()).unwrap_or(u32::MAX - 1);
    let start = separator.len() - separator[3..].trim_start().len();
    let position = |byte: usize| Position { line, column: column(&separator[..byte]) };
    Some(Place { start: position(start), end: position(start + after.len()) })
}

fn newlines(text: &str) -> u32 {
    let count = text.bytes().filter(|&byte| byte == b'\n').count();
    u32::try_from(count).expect("a file has fewer than 2^32 lines")
}

fn is_blank(text: &str) -> bool {
    text.lines().all(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    })
}
