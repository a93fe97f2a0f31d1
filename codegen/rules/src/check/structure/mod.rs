//! The first step: reads the tree along the schema, and gives it with Kubernetes' names and without what was refused.
//!
//! It knows types and fields only; what a value means is the rules' part.

mod scalar;
mod unknown;

use std::collections::HashMap;

use super::cx::Cx;
use super::{HoleKind, HoleUse};
use crate::rules;
use crate::schema::template::ROOT;
use crate::schema::{Field, Shape, Type};
use crate::tree::{Entry, HoleId, Key, Node, SpanId, Value};

/// The canonical tree of a template.
pub(super) fn read(template: &Node, cx: &mut Cx) -> Node {
    Reader {
        cx,
        above: Vec::new(),
    }
    .value(template, &ROOT, &Place::root())
}

/// Where a value stands.
struct Place {
    /// The path as the API server writes it.
    path: String,
    /// The field that it belongs to; the root has none.
    field: Option<&'static Field>,
}

impl Place {
    fn root() -> Place {
        Place {
            path: String::new(),
            field: None,
        }
    }

    fn field(&self, field: &'static Field) -> Place {
        // Where podwright says `pod_spec`, the API server says `spec`.
        let json = if self.path.is_empty() && field.json == "podSpec" {
            "spec"
        } else {
            field.json
        };
        let dot = if self.path.is_empty() { "" } else { "." };
        Place {
            path: format!("{}{dot}{json}", self.path),
            field: Some(field),
        }
    }

    fn item(&self, index: impl std::fmt::Display) -> Place {
        Place {
            path: format!("{}[{index}]", self.path),
            field: self.field,
        }
    }
}

struct Reader<'c> {
    cx: &'c mut Cx,
    /// The types of the objects around the one that is read, the outermost first.
    above: Vec<&'static Type>,
}

impl Reader<'_> {
    fn value(&mut self, node: &Node, shape: &'static Shape, place: &Place) -> Node {
        let value = match (&node.value, shape) {
            (Value::Broken, _) => Value::Broken,
            (Value::Hole(hole), _) => self.hole(*hole, node.span, shape, place),
            (Value::Map(entries), Shape::Object(of)) => self.object(node.span, entries, of, place),
            (Value::Map(entries), Shape::Map(of)) => self.map(entries, of, place),
            (Value::List(items), Shape::List(of)) => self.list(items, of, place),
            (Value::Null, _) => self.absent(node.span, shape, place),
            _ => self.scalar(node, shape, place),
        };
        Node {
            span: node.span,
            value,
            attributes: node.attributes.clone(),
        }
    }

    fn object(&mut self, at: SpanId, entries: &[Entry], of: &'static Type, place: &Place) -> Value {
        self.above.push(of);
        let mut read: Vec<Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(field) = self.known(&entry.key, of, place)
                && self.first(&entry.key, field, &read, place)
                && !matches!(entry.value.value, Value::Null)
            {
                let value = self.value(&entry.value, &field.shape, &place.field(field));
                read.push(Entry {
                    key: Key {
                        name: field.json.to_owned(),
                        span: entry.key.span,
                    },
                    value,
                });
            }
        }
        self.above.pop();
        self.one_of(&mut read, of, place);
        self.required(at, &mut read, of, place);
        Value::Map(read)
    }

    /// The field that a key names; a field of the targeted version only.
    fn known(&mut self, key: &Key, of: &'static Type, place: &Place) -> Option<&'static Field> {
        let Some(field) = of.field(&key.name).or_else(|| of.field_by_json(&key.name)) else {
            self.unknown(key, of, place);
            return None;
        };
        let path = place.field(field).path;
        let right = self.cx.spell(field);
        if key.name != right {
            self.cx
                .report(
                    &rules::FIELD_SPELLING,
                    key.span,
                    &path,
                    format!("`{}` is spelled `{right}` here", key.name),
                )
                .help(format!("write `{right}`"));
        }
        let target = self.cx.options.kubernetes;
        let message = match (field.since, field.gone) {
            (Some(since), _) if target < since => {
                format!(
                    "Kubernetes 1.{} has no `{right}` here: it came with 1.{}",
                    target.0, since.0
                )
            }
            (_, Some(gone)) if target >= gone => {
                format!(
                    "Kubernetes 1.{} has no `{right}` here: it went with 1.{}",
                    target.0, gone.0
                )
            }
            _ => return Some(field),
        };
        self.cx.report(&rules::VERSION, key.span, path, message);
        None
    }

    /// Whether this is the first time that the field is given.
    fn first(&mut self, key: &Key, field: &Field, read: &[Entry], place: &Place) -> bool {
        let Some(first) = read.iter().find(|entry| entry.key.name == field.json) else {
            return true;
        };
        let message = format!("`{}` is given twice", key.name);
        self.cx
            .report(
                &rules::DUPLICATE_FIELD,
                key.span,
                format!("{}.{}", place.path, field.json),
                message,
            )
            .label(first.key.span, "first given here");
        false
    }

    fn one_of(&mut self, read: &mut Vec<Entry>, of: &'static Type, place: &Place) {
        let mut first: Option<Key> = None;
        read.retain(|entry| {
            let Some(member) = of
                .field_by_json(&entry.key.name)
                .filter(|_| of.union.contains(&&*entry.key.name))
            else {
                return true;
            };
            let Some(first) = &first else {
                first = Some(entry.key.clone());
                return true;
            };
            let other = of
                .field_by_json(&first.name)
                .map_or(first.name.as_str(), |field| self.cx.spell(field));
            let name = self.cx.spell(member);
            let message = format!(
                "{} has `{other}` already, and may not have `{name}` too",
                described(of)
            );
            self.cx
                .report(&rules::ONE_OF, entry.key.span, place.field(member).path, message)
                .help(format!("keep one of `{other}` and `{name}`"))
                .label(first.span, "first given here");
            false
        });
    }

    /// Puts something broken where a required field is missing, so that no rule says it again.
    fn required(&mut self, at: SpanId, read: &mut Vec<Entry>, of: &'static Type, place: &Place) {
        for field in of.fields.iter().filter(|field| field.required) {
            if read.iter().any(|entry| entry.key.name == field.json) {
                continue;
            }
            let name = self.cx.spell(field);
            self.cx
                .report(
                    &rules::REQUIRED,
                    at,
                    place.field(field).path,
                    format!("{} needs `{name}`", described(of)),
                )
                .help(format!("add `{name}: …`"));
            read.push(Entry {
                key: Key {
                    name: field.json.to_owned(),
                    span: at,
                },
                value: broken(at),
            });
        }
    }

    fn map(&mut self, entries: &[Entry], of: &'static Shape, place: &Place) -> Value {
        let mut first: HashMap<&str, SpanId> = HashMap::new();
        let mut read = Vec::with_capacity(entries.len());
        for Entry { key, value } in entries {
            let place = place.item(&key.name);
            if let Some(&first) = first.get(&*key.name) {
                let message = format!("`{}` is given twice", key.name);
                self.cx
                    .report(&rules::DUPLICATE_FIELD, key.span, place.path, message)
                    .label(first, "first given here");
                continue;
            }
            first.insert(&key.name, key.span);
            read.push(Entry {
                key: key.clone(),
                value: self.value(value, of, &place),
            });
        }
        Value::Map(read)
    }

    fn list(&mut self, items: &[Node], of: &'static Shape, place: &Place) -> Value {
        let read = items
            .iter()
            .enumerate()
            .map(|(index, item)| self.value(item, of, &place.item(index)));
        Value::List(read.collect())
    }

    /// `null` in a list or a map: the API server's decoder makes it the type's zero value.
    fn absent(&mut self, at: SpanId, shape: &'static Shape, place: &Place) -> Value {
        match shape {
            Shape::Object(of) => self.object(at, &[], of, place),
            Shape::List(_) => Value::List(Vec::new()),
            Shape::Map(_) => Value::Map(Vec::new()),
            Shape::Bool => Value::Bool(false),
            Shape::Int32 | Shape::Int64 | Shape::IntOrString | Shape::Quantity => Value::Integer(0),
            Shape::String | Shape::Time | Shape::Bytes => Value::String(String::new()),
            Shape::Json => Value::Null,
        }
    }

    fn hole(&mut self, hole: HoleId, at: SpanId, shape: &Shape, place: &Place) -> Value {
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
                    .report(&rules::HOLE, at, &place.path, message)
                    .help("write it out, and use expressions for the values in it");
                return Value::Broken;
            }
        };
        self.cx.holes.push(HoleUse { hole, kind });
        Value::Hole(hole)
    }
}

fn broken(span: SpanId) -> Node {
    Node {
        span,
        value: Value::Broken,
        attributes: Vec::new(),
    }
}

/// A type in the words of a message: `a volume mount` for `VolumeMount`.
fn described(of: &Type) -> String {
    let mut words = String::new();
    let letters: Vec<char> = of.name.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let after_small = at > 0 && letters[at - 1].is_lowercase();
        let before_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && at > 0 && (after_small || before_small) {
            words.push(' ');
        }
        let acronym = letter.is_uppercase()
            && (letters.get(at + 1).is_some_and(|next| next.is_uppercase())
                || (at > 0 && !after_small && !before_small));
        words.push(if acronym {
            letter
        } else {
            letter.to_ascii_lowercase()
        });
    }
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {words}")
}

#[cfg(test)]
mod tests {
    use super::described;
    use crate::schema::Type;

    #[test]
    fn a_type_is_described_in_words() {
        let words = |name| {
            described(&Type {
                name,
                fields: &[],
                union: &[],
            })
        };
        assert_eq!(words("Container"), "a container");
        assert_eq!(words("EnvVar"), "an env var");
        assert_eq!(words("CSIVolumeSource"), "a CSI volume source");
        assert_eq!(words("PodSpec"), "a pod spec");
    }
}
