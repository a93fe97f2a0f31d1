//! A filled template as the tree that the rules read, and where each of its values was written.

use podwright_rules::tree::{Entry, Key, Node, SpanId, Value as Leaf};
use serde_json::Value;

/// JSON as a tree; a [`SpanId`] of it is an index into [`Pointers`].
pub(super) struct Tree {
    pub(super) root: Node,
    pub(super) pointers: Pointers,
}

/// The JSON pointers of a tree's nodes and keys.
pub(super) struct Pointers(Vec<String>);

impl Pointers {
    pub(super) fn get(&self, span: SpanId) -> &str {
        self.0.get(span.0 as usize).map_or("", String::as_str)
    }

    fn push(&mut self, pointer: &str) -> SpanId {
        self.0.push(pointer.to_owned());
        SpanId(u32::try_from(self.0.len() - 1).expect("a template has fewer than four billion nodes"))
    }
}

impl Tree {
    pub(super) fn new(json: &Value) -> Self {
        let mut pointers = Pointers(Vec::new());
        let root = node(json, "", &mut pointers);
        Self { root, pointers }
    }
}

fn node(json: &Value, pointer: &str, pointers: &mut Pointers) -> Node {
    let span = pointers.push(pointer);
    let value = match json {
        Value::Null => Leaf::Null,
        Value::Bool(value) => Leaf::Bool(*value),
        Value::String(value) => Leaf::String(value.clone()),
        Value::Number(number) => number.as_i64().map_or_else(
            || Leaf::Float(number.as_f64().expect("serde_json's numbers are f64")),
            Leaf::Integer,
        ),
        Value::Array(items) => Leaf::List(
            items
                .iter()
                .enumerate()
                .map(|(at, item)| node(item, &format!("{pointer}/{at}"), pointers))
                .collect(),
        ),
        Value::Object(fields) => Leaf::Map(
            fields
                .iter()
                .map(|(name, value)| {
                    let pointer = format!("{pointer}/{}", escape(name));
                    let key = Key { name: name.clone(), span: pointers.push(&pointer) };
                    Entry { key, value: node(value, &pointer, pointers) }
                })
                .collect(),
        ),
    };
    Node { span, value, attributes: Vec::new() }
}

/// A name as a part of a JSON pointer (RFC 6901).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_pointer() {
        let json = serde_json::json!({"labels": {"a/b": "c"}, "podSpec": {"containers": [{"name": "x"}]}});
        let tree = Tree::new(&json);
        let mut seen = Vec::new();
        collect(&tree.root, &tree.pointers, &mut seen);
        assert!(seen.contains(&"/labels/a~1b".to_owned()), "{seen:?}");
        assert!(seen.contains(&"/podSpec/containers/0/name".to_owned()), "{seen:?}");
        for pointer in seen {
            assert!(json.pointer(&pointer).is_some(), "{pointer}");
        }
    }

    fn collect(node: &Node, pointers: &Pointers, seen: &mut Vec<String>) {
        seen.push(pointers.get(node.span).to_owned());
        match &node.value {
            Leaf::Map(entries) => entries.iter().for_each(|entry| collect(&entry.value, pointers, seen)),
            Leaf::List(items) => items.iter().for_each(|item| collect(item, pointers, seen)),
            _ => {}
        }
    }
}
