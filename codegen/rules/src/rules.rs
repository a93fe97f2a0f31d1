//! The list of everything that a template is checked for; each rule's check is a file of [`check`](crate::check).

use crate::diagnostic::Level;

/// One thing a template is checked for.
#[derive(Debug)]
pub struct Rule {
    /// Its name in diagnostics and in `#[allow(…)]`, in snake_case.
    pub id: &'static str,
    /// How much a finding weighs.
    pub level: Level,
    /// What it asks for, in one line.
    pub doc: &'static str,
    /// Where it comes from: a file and function of Kubernetes, or `podwright`.
    pub source: &'static str,
    /// Whether the API server is who refuses; otherwise the kubelet or podwright does.
    pub server: bool,
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

macro_rules! rules {
    ($($name:ident $id:literal $level:ident $by:ident $source:literal $doc:literal;)*) => {
        $(pub(crate) static $name: Rule = Rule {
            id: $id,
            level: Level::$level,
            doc: $doc,
            source: $source,
            server: rules!(@ $by),
        };)*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
    (@ server) => { true };
    (@ kubelet) => { false };
    (@ podwright) => { false };
}

rules! {
    UNKNOWN_FIELD "unknown_field" Error server "apimachinery: serializer/json, strict decoding"
        "a field is one that the object has";
    DUPLICATE_FIELD "duplicate_field" Error server "apimachinery: serializer/json, strict decoding"
        "a field or a key is given once";
    FIELD_SPELLING "field_spelling" Error podwright "podwright"
        "a field is spelled as the source's language spells it: `mount_path` in Rust, `mountPath` in YAML";
    WRONG_TYPE "wrong_type" Error server "apimachinery: serializer/json, decoding"
        "a value has the type of its field";
    REQUIRED "required" Error server "api/openapi-spec: `required`; pkg/apis/core/validation"
        "a field that an object cannot do without is given, and not empty";
    NOT_SUPPORTED "not_supported" Error server "pkg/apis/core/validation: field.NotSupported"
        "a field with a fixed set of values has one of them";
    OUT_OF_RANGE "out_of_range" Error server "apimachinery: serializer/json, decoding of int32 and int64"
        "an integer fits the field's size";
    ONE_OF "one_of" Error server "pkg/apis/core/validation: unions"
        "of fields that exclude each other one is given";
    VERSION "version" Error server "api/openapi-spec of each minor"
        "a field is one that the targeted Kubernetes has";
    HOLE "hole" Error podwright "podwright"
        "an expression stands for a scalar or a map of strings, never for a list, an object or a name that is looked up";
}
