//! Reads Kubernetes' generated OpenAPI definitions (`zz_generated.openapi.go`) as text and keeps what the roots reach.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::go_literal::{self, Literal};
use super::release::{Field, Shape, Type, Union};

/// The file in the module `k8s.io/kubernetes`.
pub(super) const FILE: &str = "pkg/generated/openapi/zz_generated.openapi.go";

/// The functions of the types that the tables start from.
const ROOTS: [&str; 3] = [
    "schema_k8sio_api_core_v1_PodTemplateSpec",
    "schema_k8sio_api_batch_v1_Job",
    "schema_k8sio_api_batch_v1_CronJob",
];

/// Types that are written as something else than an object of their fields.
const WRITTEN_AS: [(&str, Shape); 5] = [
    ("Quantity", Shape::Quantity),
    ("IntOrString", Shape::IntOrString),
    ("Time", Shape::Time),
    ("MicroTime", Shape::Time),
    ("FieldsV1", Shape::Json),
];

/// The object types that the roots reach, by name.
pub(super) fn reachable(source: &str) -> Result<BTreeMap<String, Type>> {
    let definitions = Definitions { source, functions: functions(source) };
    let mut types = BTreeMap::new();
    for root in ROOTS {
        definitions.collect(root, &mut types)?;
    }
    Ok(types)
}

/// The function that describes a type, by the Go expression that names the type in `ref(…)`.
fn functions(source: &str) -> HashMap<&str, &str> {
    let entries = source.lines().filter_map(|line| line.trim().strip_suffix("(ref),"));
    entries
        .filter_map(|entry| entry.rsplit_once(": "))
        .map(|(name, function)| (name.trim_end(), function.trim()))
        .collect()
}

struct Definitions<'s> {
    source: &'s str,
    functions: HashMap<&'s str, &'s str>,
}

impl Definitions<'_> {
    fn collect(&self, function: &str, types: &mut BTreeMap<String, Type>) -> Result<()> {
        let (package, name) = type_name(function)?;
        if let Some(known) = types.get(name) {
            return if known.package == package { Ok(()) } else { bail!("two types are called {name}") };
        }
        let schema = self.schema(function)?;
        types.insert(name.to_owned(), Type { package: package.to_owned(), ..Type::default() });
        let mut fields = BTreeMap::new();
        let required = texts(schema.at(&["SchemaProps", "Required"]));
        for (json, property) in schema.at(&["SchemaProps", "Properties"]).into_iter().flat_map(Literal::map) {
            let mut field = self.field(property, types).with_context(|| format!("{name}.{json}"))?;
            field.required = required.iter().any(|name| name == json);
            fields.insert(json.to_owned(), field);
        }
        let ty = Type { package: package.to_owned(), unions: unions(&schema), fields };
        types.insert(name.to_owned(), ty);
        Ok(())
    }

    /// The `spec.Schema` that a function returns.
    fn schema(&self, function: &str) -> Result<Literal> {
        let start = format!("func {function}(");
        let at = self.source.find(&start).with_context(|| format!("no function {function}"))?;
        let (_, body) = self.source[at..].split_once("return ").context("a function that returns nothing")?;
        let definition = go_literal::parse(body).with_context(|| format!("in {function}"))?;
        definition.get("Schema").cloned().with_context(|| format!("{function} has no schema"))
    }

    fn field(&self, property: &Literal, types: &mut BTreeMap<String, Type>) -> Result<Field> {
        let extension = |name| property.at(&["VendorExtensible", "Extensions", name]);
        let own_text = |name| extension(name).and_then(Literal::text).unwrap_or_default().to_owned();
        let props = property.get("SchemaProps").context("no SchemaProps")?;
        let items = props.at(&["Items", "Schema", "SchemaProps"]);
        let mut values = texts(props.get("Enum").or(items.and_then(|items| items.get("Enum"))));
        values.sort();
        Ok(Field {
            shape: self.shape(props, types)?,
            required: false,
            default: props.get("Default").and_then(default),
            values,
            keys: texts(extension("x-kubernetes-list-map-keys")),
            merge_key: own_text("x-kubernetes-patch-merge-key"),
            merge_strategy: own_text("x-kubernetes-patch-strategy"),
            gate: String::new(),
        })
    }

    fn shape(&self, props: &Literal, types: &mut BTreeMap<String, Type>) -> Result<Shape> {
        if let Some(reference) = props.get("Ref") {
            return self.referenced(reference, types);
        }
        let within = |path: &str| {
            let schema = props.at(&[path, "Schema", "SchemaProps"]);
            schema.with_context(|| format!("{path} without a schema"))
        };
        let kind = texts(props.get("Type"));
        let format = props.get("Format").and_then(Literal::text).unwrap_or_default();
        Ok(match (kind.first().map_or("", String::as_str), format) {
            ("string", "") => Shape::String,
            ("string", "byte") => Shape::Bytes,
            ("boolean", "") => Shape::Bool,
            ("integer", "int32") => Shape::Int32,
            ("integer", "int64") => Shape::Int64,
            ("array", _) => Shape::List(Box::new(self.shape(within("Items")?, types)?)),
            ("object", _) => Shape::Map(Box::new(self.shape(within("AdditionalProperties")?, types)?)),
            (kind, format) => bail!("no shape is known for the type `{kind}` with format `{format}`"),
        })
    }

    fn referenced(&self, reference: &Literal, types: &mut BTreeMap<String, Type>) -> Result<Shape> {
        let Literal::Call { source, .. } = reference else { bail!("`Ref` without `ref(…)`") };
        let function =
            self.functions.get(source.as_str()).with_context(|| format!("no definition of {source}"))?;
        let (_, name) = type_name(function)?;
        if let Some((_, shape)) = WRITTEN_AS.into_iter().find(|(written, _)| *written == name) {
            return Ok(shape);
        }
        self.collect(function, types)?;
        Ok(Shape::Object(name.to_owned()))
    }
}

/// Package and type of `schema_k8sio_api_core_v1_Container`.
fn type_name(function: &str) -> Result<(&str, &str)> {
    let name = function.strip_prefix("schema_").and_then(|name| name.rsplit_once('_'));
    name.with_context(|| format!("{function} is not the name of a schema function"))
}

fn texts(list: Option<&Literal>) -> Vec<String> {
    list.map(Literal::texts).unwrap_or_default()
}

/// A default that says something: the generator writes Go's zero values for fields that are always sent.
fn default(literal: &Literal) -> Option<Value> {
    match literal {
        Literal::Text(text) if !text.is_empty() => Some(Value::from(text.as_str())),
        Literal::Word(word) if word != "0" && word != "false" => serde_json::from_str(word).ok(),
        _ => None,
    }
}

fn unions(schema: &Literal) -> Vec<Union> {
    let unions = schema.at(&["VendorExtensible", "Extensions", "x-kubernetes-unions"]);
    let unions = unions.into_iter().flat_map(Literal::list);
    unions
        .map(|union| Union {
            discriminator: union.get("discriminator").and_then(Literal::text).map(str::to_owned),
            fields: {
                let members = union.get("fields-to-discriminateBy").into_iter().flat_map(Literal::map);
                members.map(|(field, _)| field.to_owned()).collect()
            },
        })
        .collect()
}
