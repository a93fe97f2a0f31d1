//! The first step: reads the tree along the schema, and gives it with Kubernetes' names and without what was refused.
//!
//! It knows types and fields only; what a value means is the rules' part.

pub(super) mod forgotten;
mod object;
mod place;
mod scalar;
#[cfg(test)]
mod tests;
mod unknown;
mod words;

use std::collections::{HashMap, HashSet};

use super::cx::Cx;
use super::{HoleKind, HoleUse, duplicates};
use crate::rules;
use crate::schema::{Shape, Type};
use crate::tree::{Entry, HoleId, Node, SpanId, Value};
use place::Place;

/// The canonical tree of a document.
pub(super) fn read(document: &Node, cx: &mut Cx) -> Node {
    let shape = cx.options.root.shape();
    Reader { cx, above: Vec::new(), forgotten: false, forgotten_volumes: HashSet::new() }.value(
        document,
        shape,
        &Place::root(),
    )
}

struct Reader<'c> {
    cx: &'c mut Cx,
    /// The types of the objects around the one that is read, the outermost first.
    above: Vec<&'static Type>,
    /// Whether the cluster forgets what is read, so that only its types count.
    forgotten: bool,
    /// The names of the volumes that the cluster forgets, and their mounts with them.
    forgotten_volumes: HashSet<String>,
}

impl Reader<'_> {
    fn value(&mut self, node: &Node, shape: &'static Shape, place: &Place<'_>) -> Node {
        let value = match (&node.value, shape) {
            (Value::Broken, _) => Value::Broken,
            (Value::Hole(hole), _) => self.hole(*hole, node.span, shape, place),
            (Value::Map(entries), Shape::Object(of)) => self.object(node.span, entries, of, place),
            (Value::Map(entries), Shape::Map(of)) => self.map(entries, of, place),
            (Value::List(items), Shape::List(of)) => self.list(items, of, place),
            (Value::Null, _) => self.absent(node.span, shape, place),
            _ => self.scalar(node, shape, place),
        };
        Node { span: node.span, value, attributes: node.attributes.clone() }
    }

    fn map(&mut self, entries: &[Entry], of: &'static Shape, place: &Place<'_>) -> Value {
        let mut met = HashMap::new();
        let mut read = Vec::with_capacity(entries.len());
        for Entry { key, value } in entries {
            let place = place.key(&key.name);
            if let Some(first) = duplicates::first(&mut met, key.name.as_str(), key.span) {
                let message = format!("`{}` is given twice", key.name);
                self.cx
                    .report(&rules::DUPLICATE_FIELD, key.span, place.path(), message)
                    .label(first, "first given here");
                continue;
            }
            read.push(Entry { key: key.clone(), value: self.value(value, of, &place) });
        }
        Value::Map(read)
    }

    fn list(&mut self, items: &[Node], of: &'static Shape, place: &Place<'_>) -> Value {
        let read = items.iter().enumerate().map(|(index, item)| self.value(item, of, &place.item(index)));
        Value::List(read.collect())
    }

    /// `null` in a list or a map: the API server's decoder makes it the type's zero value.
    fn absent(&mut self, at: SpanId, shape: &'static Shape, place: &Place<'_>) -> Value {
        match shape {
            Shape::Object(of) => self.object(at, &[], of, place),
            Shape::List(_) => Value::List(Vec::new()),
            Shape::Map(_) => Value::Map(Vec::new()),
            Shape::Bool => Value::Bool(false),
            Shape::Int32 | Shape::Int64 | Shape::IntOrString | Shape::Quantity => Value::Integer(0),
            Shape::String => {
                let empty = Node::new(at, Value::String(String::new()));
                self.scalar(&empty, shape, place)
            }
            Shape::Time | Shape::Bytes => Value::String(String::new()),
            Shape::Json => Value::Null,
        }
    }

    fn hole(&mut self, hole: HoleId, at: SpanId, shape: &Shape, place: &Place<'_>) -> Value {
        let kind = match shape {
            Shape::String | Shape::Time | Shape::Bytes => HoleKind::String,
            Shape::Bool => HoleKind::Bool,
            Shape::Int32 => HoleKind::Int32,
            Shape::Int64 => HoleKind::Int64,
            Shape::Quantity => HoleKind::Quantity,
            Shape::IntOrString => HoleKind::IntOrString,
            Shape::Map(Shape::String) => HoleKind::StringMap,
            Shape::Object(_) | Shape::List(_) | Shape::Map(_) | Shape::Json => {
                let what = scalar::expected(shape);
                let message = format!("{what} has to be written out: an expression cannot stand for it");
                self.cx
                    .report(&rules::HOLE, at, place.path(), message)
                    .help("write it out, and use expressions for the values in it");
                return Value::Broken;
            }
        };
        self.cx.holes.push(HoleUse { hole, kind });
        Value::Hole(hole)
    }
}
