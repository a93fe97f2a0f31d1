//! A document as people write YAML: blocks, and strings in quotes where they need them.

use std::fmt::{Arguments, Write as _};

use serde_json::Value;

/// The text of a document.
pub(super) fn text(document: &Value) -> String {
    let mut text = String::new();
    entries(document, 0, &mut text);
    text
}

/// An object's fields or a list's items, a line each at least, indented.
fn entries(value: &Value, indent: usize, text: &mut String) {
    let begin = " ".repeat(indent);
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                line(text, format_args!("{begin}{}:", scalar(&Value::String(name.clone()))));
                below(value, indent + 2, text);
            }
        }
        Value::Array(items) => {
            for item in items {
                *text += &begin;
                *text += "-";
                below(item, indent + 2, text);
            }
        }
        other => line(text, format_args!("{begin}{}\n", scalar(other))),
    }
}

/// What follows a name or a dash.
fn below(value: &Value, indent: usize, text: &mut String) {
    let is_empty = match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => true,
    };
    if is_empty {
        line(text, format_args!(" {}\n", scalar(value)));
    } else {
        *text += "\n";
        entries(value, indent, text);
    }
}

fn line(text: &mut String, line: Arguments<'_>) {
    text.write_fmt(line).expect("a string takes any text");
}

/// A value on its line. JSON's strings are YAML's in double quotes.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(plain) if is_plain(plain) => plain.clone(),
        other => other.to_string(),
    }
}

/// Whether a string is one without quotes: of letters and signs that mean nothing, and no word that is something else.
fn is_plain(string: &str) -> bool {
    let begins = string.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    begins
        && string.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_./".contains(sign))
        && !words.contains(&string.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_document_is_written_in_blocks() {
        let document =
            json!({ "a": { "b": [1, { "c": "x: y" }, []], "d": {} }, "no": "yes", "path": "/mnt" });
        let text =
            "a:\n  b:\n    - 1\n    -\n      c: \"x: y\"\n    - []\n  d: {}\n\"no\": \"yes\"\npath: /mnt\n";
        assert_eq!(super::text(&document), text);
    }
}
