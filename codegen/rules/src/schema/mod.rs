//! The fields that Kubernetes has: static tables, made by `cargo xtask schema` from Kubernetes' own sources.
//!
//! Nothing here is parsed or allocated when it is used: a macro looks fields up by binary search.

mod gate;
pub mod generated;
pub mod root;
mod table;
#[cfg(test)]
mod tests;
mod workload;

pub use gate::{Gate, GateStage, Maturity};
pub use root::Root;

/// The oldest Kubernetes that the tables know.
pub const OLDEST: Minor = Minor(33);

/// The newest Kubernetes that the tables know.
pub const NEWEST: Minor = Minor(37);

/// A minor version of Kubernetes 1: `Minor(35)` is Kubernetes 1.35.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minor(pub u8);

/// An object type of the Kubernetes API, for example `Container`.
#[derive(Debug)]
pub struct Type {
    /// The Go type's name: `Container`.
    pub name: &'static str,
    /// The fields, sorted by [`Field::name`].
    pub fields: &'static [Field],
    /// Fields of which the API wants at most one at a time (`x-kubernetes-unions`, `+unionMember`), by JSON name; empty
    /// where the type is no union.
    pub union: &'static [&'static str],
}

/// A field of a [`Type`].
#[derive(Debug)]
pub struct Field {
    /// The name in a template: snake_case as k8s-openapi spells it, `mount_path`. A Rust keyword stays as it is: `type`.
    pub name: &'static str,
    /// The name on the wire: `mountPath`.
    pub json: &'static str,
    /// What may stand in it.
    pub shape: Shape,
    /// Whether an object without it is refused (`required` of the OpenAPI schema).
    pub required: bool,
    /// The values that it may have, of a list the values of its items; empty where any value of the shape may stand.
    pub values: &'static [&'static str],
    /// Those of `values` that not all known minors with the field have.
    pub new_values: &'static [NewValue],
    /// The keys by which a list of objects is merged and kept unique (`x-kubernetes-list-map-keys`), by JSON name.
    pub keys: &'static [&'static str],
    /// The strategic merge key (`x-kubernetes-patch-merge-key`), by JSON name, empty where the list is replaced.
    pub merge_key: &'static str,
    /// The first of the known minors that has the field; `None` where all known minors that have the type have it.
    pub since: Option<Minor>,
    /// The first of the known minors that no longer has the field.
    pub gone: Option<Minor>,
    /// The feature gate that the field stands behind, empty where there is none.
    pub gate: &'static str,
}

/// A value that came later than its field.
#[derive(Debug)]
pub struct NewValue {
    /// The value.
    pub value: &'static str,
    /// The first of the known minors that has it.
    pub since: Minor,
    /// The feature gate that it stands behind, empty where there is none.
    pub gate: &'static str,
}

/// What may stand in a field.
#[derive(Debug)]
pub enum Shape {
    /// A string.
    String,
    /// A boolean.
    Bool,
    /// A 32 bit integer.
    Int32,
    /// A 64 bit integer.
    Int64,
    /// A quantity: a string such as `100m` or `4Gi`, or a number.
    Quantity,
    /// An integer or a string: a port or its name.
    IntOrString,
    /// An RFC 3339 time.
    Time,
    /// Base64.
    Bytes,
    /// JSON that Kubernetes keeps as it is (`FieldsV1`).
    Json,
    /// An object.
    Object(&'static Type),
    /// A list.
    List(&'static Shape),
    /// A map with keys of the user's.
    Map(&'static Shape),
}

impl Type {
    /// The field of this snake_case name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        let fields: &'static [Field] = self.fields;
        fields.binary_search_by(|field| field.name.cmp(name)).ok().map(|at| &fields[at])
    }

    /// The field of this name on the wire.
    pub fn field_by_json(&self, json: &str) -> Option<&'static Field> {
        let fields: &'static [Field] = self.fields;
        fields.iter().find(|field| field.json == json)
    }

    /// The field of this name, in either spelling.
    pub fn find(&self, name: &str) -> Option<&'static Field> {
        self.field(name).or_else(|| self.field_by_json(name))
    }
}
