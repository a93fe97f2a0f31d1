//! A pod template as it was written: what the front ends (Rust tokens, YAML, JSON) give and the checks read.

/// A place in a source. What it stands for is the front end's: an index into its table of token spans, or of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpanId(pub u32);

/// A value with its place and the attributes written before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands; for a map or a list, its opening bracket.
    pub span: SpanId,
    /// The value.
    pub value: Value,
    /// `#[ordinary]`, `#[allow(…)]` and the like, in the order they were written.
    pub attributes: Vec<Attribute>,
}

impl Node {
    /// A value at a place, without attributes.
    pub const fn new(span: SpanId, value: Value) -> Node {
        Node { span, value, attributes: Vec::new() }
    }

    /// The first entry of this name; nothing where the value is no map.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entry(entries, name),
            _ => None,
        }
    }
}

/// The first of the entries that has this name.
pub(crate) fn entry<'e>(entries: &'e [Entry], name: &str) -> Option<&'e Entry> {
    entries.iter().find(|entry| entry.key.name == name)
}

/// What a [`Node`] holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `{ key: value }`, in the order it was written, duplicate keys included.
    Map(Vec<Entry>),
    /// `[ value ]`.
    List(Vec<Node>),
    /// A string.
    String(String),
    /// An integer that fits 64 bits.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// Nothing: the same as an absent field.
    Null,
    /// A hole: the front end knows its expression. Every check takes its value for right, until it is filled.
    Hole(HoleId),
    /// Something that could not be read, and was said to be wrong where it stands: no check says more of it.
    Broken,
}

/// A hole of a template, in the order of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HoleId(pub u32);

/// A field or a key of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name as it was written.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name as it was written.
    pub name: String,
    /// Where it stands.
    pub span: SpanId,
}

/// An attribute before a node: `#[name]` or `#[name(argument, …)]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The attribute's name.
    pub name: Key,
    /// What stands in its parentheses.
    pub arguments: Vec<Key>,
}
