//! The canonical tree as JSON text, with the places of its holes; no serde, since a macro pays for what it links.

use std::fmt::Write as _;

use crate::tree::{Entry, HoleId, Node, Value};

/// The tree as JSON, and a JSON pointer (RFC 6901) for each hole, which is written as `null`.
///
/// What is [`Broken`](Value::Broken) is `null` too: a tree with errors has text so that the rest of it can be used.
pub fn to_json(tree: &Node) -> (String, Vec<(HoleId, String)>) {
    let mut writer = Writer { json: String::new(), pointer: String::new(), holes: Vec::new() };
    writer.value(&tree.value);
    (writer.json, writer.holes)
}

struct Writer {
    json: String,
    pointer: String,
    holes: Vec<(HoleId, String)>,
}

impl Writer {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Map(entries) => self.map(entries),
            Value::List(items) => self.list(items),
            Value::String(text) => self.string(text),
            Value::Integer(number) => self.plain(number),
            Value::Float(number) => self.plain(number),
            Value::Bool(value) => self.plain(value),
            Value::Null | Value::Broken => self.json.push_str("null"),
            Value::Hole(hole) => {
                self.holes.push((*hole, self.pointer.clone()));
                self.json.push_str("null");
            }
        }
    }

    fn plain(&mut self, value: impl std::fmt::Display) {
        write!(self.json, "{value}").expect("a string takes any text");
    }

    fn map(&mut self, entries: &[Entry]) {
        self.json.push('{');
        for (at, Entry { key, value }) in entries.iter().enumerate() {
            if at > 0 {
                self.json.push(',');
            }
            self.string(&key.name);
            self.json.push(':');
            self.step(&key.name.replace('~', "~0").replace('/', "~1"), &value.value);
        }
        self.json.push('}');
    }

    fn list(&mut self, items: &[Node]) {
        self.json.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.json.push(',');
            }
            self.step(&at.to_string(), &item.value);
        }
        self.json.push(']');
    }

    fn step(&mut self, token: &str, value: &Value) {
        let outer = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(token);
        self.value(value);
        self.pointer.truncate(outer);
    }

    fn string(&mut self, text: &str) {
        self.json.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.json.push_str("\\\""),
                '\\' => self.json.push_str("\\\\"),
                '\n' => self.json.push_str("\\n"),
                '\r' => self.json.push_str("\\r"),
                '\t' => self.json.push_str("\\t"),
                control if control < ' ' => self.plain(format_args!("\\u{:04x}", u32::from(control))),
                other => self.json.push(other),
            }
        }
        self.json.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::to_json;
    use crate::tree::{Entry, HoleId, Key, Node, SpanId, Value};

    fn node(value: Value) -> Node {
        Node { span: SpanId(0), value, attributes: Vec::new() }
    }

    fn map(entries: Vec<(&str, Value)>) -> Value {
        let entry = |(name, value): (&str, Value)| Entry {
            key: Key { name: name.to_owned(), span: SpanId(0) },
            value: node(value),
        };
        Value::Map(entries.into_iter().map(entry).collect())
    }

    #[test]
    fn every_value_is_json() {
        let tree = map(vec![
            ("text", Value::String("a \"b\" \\ \n\u{1} é".to_owned())),
            (
                "numbers",
                Value::List(vec![
                    node(Value::Integer(-7)),
                    node(Value::Float(0.5)),
                    node(Value::Float(1e-7)),
                ]),
            ),
            ("flag", Value::Bool(true)),
            ("nothing", Value::Null),
            ("empty", map(vec![])),
        ]);
        let (json, holes) = to_json(&node(tree));
        assert_eq!(
            json,
            r#"{"text":"a \"b\" \\ \n\u0001 é","numbers":[-7,0.5,0.0000001],"flag":true,"nothing":null,"empty":{}}"#
        );
        assert!(holes.is_empty());
    }

    #[test]
    fn a_hole_is_null_with_a_pointer_that_escapes_its_keys() {
        let labels = map(vec![("a/b~c", Value::Hole(HoleId(1)))]);
        let tree = map(vec![
            ("list", Value::List(vec![node(Value::Bool(false)), node(Value::Hole(HoleId(0)))])),
            ("labels", labels),
        ]);
        let (json, holes) = to_json(&node(tree));
        assert_eq!(json, r#"{"list":[false,null],"labels":{"a/b~c":null}}"#);
        assert_eq!(holes, [(HoleId(0), "/list/1".to_owned()), (HoleId(1), "/labels/a~1b~0c".to_owned())]);
    }
}
