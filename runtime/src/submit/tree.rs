//! A filled template as the tree that the rules read, and where each of its values was written.

use podwright_rules::tree::{Attribute, Entry, Key, Node, SpanId, Value as Leaf};
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
    /// `ordinary` are the containers that are marked so; JSON has no place for the mark.
    pub(super) fn new(json: &Value, ordinary: &[String]) -> Self {
        let mut pointers = Pointers(Vec::new());
        let mut root = node(json, "", &mut pointers);
        if let Some(containers) = field(&mut root, "podSpec").and_then(|spec| field(spec, "containers"))
            && let Leaf::List(items) = &mut containers.value
        {
            for container in items.iter_mut() {
                mark(container, ordinary);
            }
        }
        Self { root, pointers }
    }
}

fn field<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    let Leaf::Map(entries) = &mut node.value else { return None };
    entries.iter_mut().find(|entry| entry.key.name == name).map(|entry| &mut entry.value)
}

fn mark(container: &mut Node, ordinary: &[String]) {
    let Some(Node { value: Leaf::String(name), .. }) = field(container, "name") else { return };
    if ordinary.contains(name) {
        let name = Key { name: "ordinary".to_owned(), span: container.span };
        container.attributes.push(Attribute { name, arguments: Vec::new() });
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
        let tree = Tree::new(&json, &["x".to_owned()]);
        let mut seen = Vec::new();
        collect(&tree.root, &tree.pointers, &mut seen);
        assert!(seen.contains(&"/labels/a~1b".to_owned()), "{seen:?}");
        assert!(seen.contains(&"/podSpec/containers/0/name".to_owned()), "{seen:?}");
        for pointer in seen {
            assert!(json.pointer(&pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn an_ordinary_container_is_marked() {
        let json = serde_json::json!({"podSpec": {"containers": [{"name": "x"}, {"name": "y"}]}});
        let mut tree = Tree::new(&json, &["y".to_owned()]);
        let containers = field(field(&mut tree.root, "podSpec").unwrap(), "containers").unwrap();
        let Leaf::List(items) = &containers.value else { panic!("a list") };
        assert_eq!(items.iter().map(|item| item.attributes.len()).collect::<Vec<_>>(), [0, 1]);
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
