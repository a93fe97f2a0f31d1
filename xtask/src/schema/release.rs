//! What one Kubernetes release has, pruned to what a template and a Job can reach: the committed input of the tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One release of Kubernetes.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Release {
    /// The version: `1.37.2`.
    pub(super) kubernetes: String,
    /// The files that this was read from.
    pub(super) sources: Vec<Source>,
    /// The gates that fields stand behind, by name.
    pub(super) gates: BTreeMap<String, Vec<Stage>>,
    /// The object types by the name of the Go type.
    pub(super) types: BTreeMap<String, Type>,
}

/// A file of a Go module.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Source {
    pub(super) module: String,
    pub(super) file: String,
    pub(super) sha256: String,
}

/// What a feature gate is from one minor on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Stage {
    pub(super) since: u8,
    pub(super) maturity: String,
    pub(super) default: bool,
    pub(super) locked: bool,
}

/// An object type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Type {
    /// The package in the notation of the OpenAPI source's functions: `k8sio_api_core_v1`.
    pub(super) package: String,
    /// `x-kubernetes-unions`: the discriminating field, and the fields of which at most one is set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unions: Vec<Union>,
    pub(super) fields: BTreeMap<String, Field>,
}

/// Fields of which at most one is set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Union {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) discriminator: Option<String>,
    pub(super) fields: Vec<String>,
}

/// A field, under its name on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Field {
    pub(super) shape: Shape,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) values: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) keys: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) merge_key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) merge_strategy: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) gate: String,
}

/// What stands in a field, written `string`, `[Container]`, `{quantity}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(super) enum Shape {
    String,
    Bool,
    Int32,
    Int64,
    Quantity,
    IntOrString,
    Time,
    Bytes,
    Json,
    Object(String),
    List(Box<Shape>),
    Map(Box<Shape>),
}

impl Shape {
    const SCALARS: [(&str, Shape); 9] = [
        ("string", Shape::String),
        ("bool", Shape::Bool),
        ("int32", Shape::Int32),
        ("int64", Shape::Int64),
        ("quantity", Shape::Quantity),
        ("int-or-string", Shape::IntOrString),
        ("time", Shape::Time),
        ("bytes", Shape::Bytes),
        ("json", Shape::Json),
    ];

    /// The object type in it, through lists and maps.
    pub(super) fn object(&self) -> Option<&str> {
        match self {
            Shape::Object(name) => Some(name),
            Shape::List(items) | Shape::Map(items) => items.object(),
            _ => None,
        }
    }
}

impl From<String> for Shape {
    fn from(text: String) -> Self {
        let within = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if let Some(items) = within('[', ']') {
            return Shape::List(Box::new(Shape::from(items.to_owned())));
        }
        if let Some(items) = within('{', '}') {
            return Shape::Map(Box::new(Shape::from(items.to_owned())));
        }
        let scalar = Shape::SCALARS.into_iter().find(|(name, _)| *name == text);
        scalar.map_or(Shape::Object(text), |(_, shape)| shape)
    }
}

impl From<Shape> for String {
    fn from(shape: Shape) -> Self {
        match shape {
            Shape::Object(name) => name,
            Shape::List(items) => format!("[{}]", String::from(*items)),
            Shape::Map(items) => format!("{{{}}}", String::from(*items)),
            scalar => {
                let known = Shape::SCALARS.into_iter().find(|(_, shape)| *shape == scalar);
                known.expect("every scalar is listed").0.to_owned()
            }
        }
    }
}

impl Release {
    /// The minor version.
    pub(super) fn minor(&self) -> u8 {
        minor(&self.kubernetes)
    }

    /// JSON with one line a field, so that two minors can be compared by eye and by diff.
    pub(super) fn to_json(&self) -> String {
        let mut text = String::from("{\n");
        let _ = writeln!(text, "  \"kubernetes\": {},", line(&self.kubernetes));
        let sources: Vec<_> = self.sources.iter().map(line).collect();
        let _ = writeln!(text, "  \"sources\": [\n    {}\n  ],", sources.join(",\n    "));
        let gates: Vec<_> =
            self.gates.iter().map(|(name, stages)| format!("{}: {}", line(name), line(stages))).collect();
        let _ = writeln!(text, "  \"gates\": {{\n    {}\n  }},", gates.join(",\n    "));
        let types: Vec<_> = self.types.iter().map(|(name, ty)| ty.to_json(name)).collect();
        let _ = writeln!(text, "  \"types\": {{\n{}\n  }}\n}}", types.join(",\n"));
        text
    }
}

impl Type {
    fn to_json(&self, name: &str) -> String {
        let mut text = format!("    {}: {{\n      \"package\": {},\n", line(&name), line(&self.package));
        if !self.unions.is_empty() {
            let _ = writeln!(text, "      \"unions\": {},", line(&self.unions));
        }
        let fields: Vec<_> =
            self.fields.iter().map(|(name, field)| format!("{}: {}", line(name), line(field))).collect();
        let _ =
            write!(text, "      \"fields\": {{\n        {}\n      }}\n    }}", fields.join(",\n        "));
        text
    }
}

/// The minor of a version: 37 of `1.37.2`.
pub(super) fn minor(version: &str) -> u8 {
    version
        .split('.')
        .nth(1)
        .and_then(|minor| minor.parse().ok())
        .expect("the versions are a list in this program")
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data serializes")
}
