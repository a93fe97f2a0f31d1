//! Kubernetes' strategic merge of a patch into a document (apimachinery `util/strategicpatch`), along the schema.
//!
//! Both keep the names as they were written, in either spelling, and their places. Beyond Kubernetes' own: of fields that
//! exclude each other, the patch's replaces the other one, as if `$retainKeys` stood there.

use crate::schema::{Field, Root, Shape, Type};
use crate::tree::{Entry, Node, Value};

/// The key of a directive: `replace` or `delete`.
const DIRECTIVE: &str = "$patch";

/// Fields that exclude each other, beside the unions of the schema.
const EXCLUSIVE: [(&str, [&str; 2]); 1] = [("EnvVar", ["value", "valueFrom"])];

/// A document with a patch laid on it. What is wrong in either stays there for the checks to say.
pub fn merge(base: Node, patch: Node, root: Root) -> Node {
    value(base, patch, root.shape(), "")
}

/// `key` is the list's merge key, empty where it has none and is replaced.
fn value(base: Node, patch: Node, shape: &'static Shape, key: &str) -> Node {
    let (span, mut attributes) = (base.span, base.attributes);
    let merged = match (base.value, patch.value, shape) {
        (Value::Map(base), Value::Map(patch), Shape::Object(of)) => Value::Map(object(base, patch, of)),
        (Value::Map(base), Value::Map(patch), Shape::Map(_)) => Value::Map(map(base, patch)),
        (Value::List(base), Value::List(patch), Shape::List(Shape::Object(of))) if !key.is_empty() => {
            Value::List(list(base, patch, of, key))
        }
        // Of what could not be read nothing is known that a part could be laid on.
        (Value::Broken, Value::Map(_) | Value::List(_), _) => Value::Broken,
        (_, patched, _) => {
            let Node { span, attributes, .. } = patch;
            return Node { span, value: patched, attributes };
        }
    };
    attributes.extend(patch.attributes);
    Node { span, value: merged, attributes }
}

fn object(mut base: Vec<Entry>, mut patch: Vec<Entry>, of: &'static Type) -> Vec<Entry> {
    match take_directive(&mut patch).as_deref() {
        Some("replace") => return patch,
        Some("delete") => return Vec::new(),
        _ => {}
    }
    base.retain(|entry| !is_excluded(entry, &patch, of));
    let mut done: Vec<&str> = Vec::new();
    for entry in patch {
        let Some(field) = of.find(&entry.key.name) else {
            base.push(entry);
            continue;
        };
        let here = base
            .iter()
            .position(|other| of.find(&other.key.name).is_some_and(|other| other.json == field.json));
        match here.filter(|_| !done.contains(&field.json)) {
            Some(at) if matches!(entry.value.value, Value::Null) => {
                base.remove(at);
            }
            Some(at) => {
                let Entry { key, value: before } = base.remove(at);
                let place = before.span;
                let after = value(before, entry.value, &field.shape, field.merge_key);
                // A value of the patch's alone has the patch's name.
                let key = if after.span == place { key } else { entry.key };
                base.insert(at, Entry { key, value: after });
            }
            None if matches!(entry.value.value, Value::Null) => {}
            None => base.push(entry),
        }
        done.push(field.json);
    }
    base
}

/// Whether the patch has another field in the place of one of the base.
fn is_excluded(entry: &Entry, patch: &[Entry], of: &'static Type) -> bool {
    let Some(field) = of.find(&entry.key.name) else { return false };
    let exclusive =
        EXCLUSIVE.iter().find(|(name, _)| *name == of.name).map_or(of.union, |(_, fields)| fields);
    let is_exclusive = |field: &Field| exclusive.contains(&field.json);
    is_exclusive(field)
        && patch.iter().filter(|entry| !matches!(entry.value.value, Value::Null)).any(|entry| {
            of.find(&entry.key.name).is_some_and(|other| is_exclusive(other) && other.json != field.json)
        })
        && !patch.iter().any(|entry| of.find(&entry.key.name).is_some_and(|other| other.json == field.json))
}

fn map(mut base: Vec<Entry>, mut patch: Vec<Entry>) -> Vec<Entry> {
    match take_directive(&mut patch).as_deref() {
        Some("replace") => return patch,
        Some("delete") => return Vec::new(),
        _ => {}
    }
    let before = base.len();
    for entry in patch {
        let here = base[..before.min(base.len())].iter().position(|other| other.key.name == entry.key.name);
        match here {
            Some(at) => base[at] = entry,
            None => base.push(entry),
        }
    }
    base.retain(|entry| !matches!(entry.value.value, Value::Null));
    base
}

/// Items of the same key are merged. Those of the patch stand in its order, the base's own among them in theirs.
fn list(mut base: Vec<Node>, patch: Vec<Node>, of: &'static Type, key: &str) -> Vec<Node> {
    let mut items = Vec::with_capacity(patch.len());
    for mut item in patch {
        let directive = match &mut item.value {
            Value::Map(entries) => take_directive(entries),
            _ => None,
        };
        match directive.as_deref() {
            Some("delete") => {
                let deleted = key_of(&item, of, key).cloned();
                base.retain(|node| deleted.is_none() || key_of(node, of, key) != deleted.as_ref());
            }
            Some("replace") => base.clear(),
            _ => items.push(item),
        }
    }
    let mut base: Vec<Option<Node>> = base.into_iter().map(Some).collect();
    let patched: Vec<(Option<usize>, Node)> = items
        .into_iter()
        .map(|item| {
            let wanted = key_of(&item, of, key);
            let at = wanted.and_then(|wanted| {
                base.iter()
                    .position(|node| node.as_ref().and_then(|node| key_of(node, of, key)) == Some(wanted))
            });
            match at.and_then(|at| base[at].take()) {
                Some(before) => (at, merge_item(before, item, of)),
                None => (None, item),
            }
        })
        .collect();
    let own = base.into_iter().enumerate().filter_map(|(at, node)| Some((at, node?)));
    interleave(own, patched)
}

fn merge_item(before: Node, patch: Node, of: &'static Type) -> Node {
    let (Value::Map(base), Value::Map(entries)) = (before.value, patch.value) else {
        unreachable!("what has a merge key is a map")
    };
    let mut attributes = before.attributes;
    attributes.extend(patch.attributes);
    Node { span: before.span, value: Value::Map(object(base, entries, of)), attributes }
}

/// An item of the base goes before the first patched one that it stood before (`mergeSortedSlice`).
fn interleave(own: impl Iterator<Item = (usize, Node)>, patched: Vec<(Option<usize>, Node)>) -> Vec<Node> {
    let mut own = own.peekable();
    let mut merged = Vec::new();
    for (at, node) in patched {
        while let (Some(at), Some((before, _))) = (at, own.peek())
            && *before < at
            && let Some((_, node)) = own.next()
        {
            merged.push(node);
        }
        merged.push(node);
    }
    merged.extend(own.map(|(_, node)| node));
    merged
}

/// The value of an item's merge key, where it is known.
fn key_of<'n>(item: &'n Node, of: &'static Type, key: &str) -> Option<&'n Value> {
    let Value::Map(entries) = &item.value else { return None };
    let entry =
        entries.iter().find(|entry| of.find(&entry.key.name).is_some_and(|field| field.json == key))?;
    match &entry.value.value {
        value @ (Value::String(_) | Value::Integer(_)) => Some(value),
        _ => None,
    }
}

/// Takes what `$patch` says, where it says something that there is.
fn take_directive(entries: &mut Vec<Entry>) -> Option<String> {
    let at = entries.iter().position(|entry| entry.key.name == DIRECTIVE)?;
    let Value::String(directive) = &entries[at].value.value else { return None };
    if !matches!(directive.as_str(), "replace" | "delete") {
        return None;
    }
    let directive = directive.clone();
    entries.remove(at);
    Some(directive)
}
