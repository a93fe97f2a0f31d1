//! JSON written as YAML, with a comment behind a line where there is something to say of it.

use std::fmt::Write;

use serde_json::Value;

/// Writes a document; `comment` is asked for each value by its path, `spec.containers[0].image`.
pub(super) fn write(value: &Value, comment: &dyn Fn(&str) -> Option<String>) -> String {
    let mut writer = Writer { text: String::new(), comment };
    match value {
        Value::Object(fields) if !fields.is_empty() => writer.fields(fields, "", 0),
        Value::Array(items) if !items.is_empty() => writer.items(items, "", 0),
        scalar => {
            writer.text.push_str(&inline(scalar));
            writer.text.push('\n');
        }
    }
    writer.text
}

struct Writer<'a> {
    text: String,
    comment: &'a dyn Fn(&str) -> Option<String>,
}

impl Writer<'_> {
    fn fields(&mut self, fields: &serde_json::Map<String, Value>, path: &str, indent: usize) {
        for (at, (key, value)) in fields.iter().enumerate() {
            // The first field of a list's item stands behind its dash.
            if at > 0 || self.text.ends_with('\n') || self.text.is_empty() {
                self.indent(indent);
            }
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            self.text.push_str(&scalar(key));
            self.text.push(':');
            self.below(value, &path, indent);
        }
    }

    fn below(&mut self, value: &Value, path: &str, indent: usize) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                self.end_line(path);
                self.fields(fields, path, indent + 2);
            }
            Value::Array(items) if !items.is_empty() => {
                self.end_line(path);
                self.items(items, path, indent);
            }
            scalar => {
                self.text.push(' ');
                self.text.push_str(&inline(scalar));
                self.end_line(path);
            }
        }
    }

    fn items(&mut self, items: &[Value], path: &str, indent: usize) {
        for (at, item) in items.iter().enumerate() {
            let path = format!("{path}[{at}]");
            self.indent(indent);
            self.text.push('-');
            match item {
                Value::Object(fields) if !fields.is_empty() => {
                    self.text.push(' ');
                    self.fields(fields, &path, indent + 2);
                }
                item => self.below(item, &path, indent + 2),
            }
        }
    }

    fn end_line(&mut self, path: &str) {
        if let Some(comment) = (self.comment)(path) {
            write!(self.text, "  # {comment}").expect("a String takes all");
        }
        self.text.push('\n');
    }

    fn indent(&mut self, indent: usize) {
        self.text.extend(std::iter::repeat_n(' ', indent));
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Object(_) => "{}".to_owned(),
        Value::Array(_) => "[]".to_owned(),
        other => other.to_string(),
    }
}

/// A string, plain where every YAML reads it as the same string, else quoted as JSON is, which YAML takes.
fn scalar(text: &str) -> String {
    let first = text.chars().next().unwrap_or('"');
    let plain = first.is_ascii_alphabetic() || first == '/' || first == '_';
    let safe = |c: char| c.is_ascii_alphanumeric() || "-_./@ ".contains(c);
    let word = matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null" | "inf" | "nan"
    );
    if plain && !word && !text.ends_with(' ') && text.chars().all(safe) {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_lists_and_comments_stand_where_kubectl_puts_them() {
        let pod = json!({"spec": {"containers": [{"name": "a", "args": [], "env": [{"name": "X", "value": "1"}]}]}});
        let text =
            write(&pod, &|path| (path == "spec.containers[0].name").then(|| "from the template".to_owned()));
        let expected = "spec:\n  containers:\n  - name: a  # from the template\n    args: []\n    env:\n    - name: X\n      value: \"1\"\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_string_that_yaml_would_read_as_something_else_is_quoted() {
        for text in ["yes", "0777", "1e3", "null", "", "a: b", "~", "#x", "- a", "a\nb", "x "] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
        for text in ["primary", "/mnt/data", "prom/pushgateway", "a b"] {
            assert_eq!(scalar(text), text);
        }
    }
}
