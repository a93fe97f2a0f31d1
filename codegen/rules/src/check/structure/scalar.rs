//! Single values: whether they have the field's type, and are one of its values.

use super::{Place, Reader};
use crate::check::nearest::{nearest, values_help};
use crate::formats::{quantity, time};
use crate::rules;
use crate::schema::Shape;
use crate::tree::{Node, Value};

/// Fields with few values that the API server's defaults leave alone where they are an empty string; of all others an
/// empty string is as good as none.
const POINTERS: [&str; 14] = [
    "accessModes",
    "cachingMode",
    "completionMode",
    "fsGroupChangePolicy",
    "kind",
    "mountPropagation",
    "nodeAffinityPolicy",
    "nodeTaintsPolicy",
    "podReplacementPolicy",
    "preemptionPolicy",
    "procMount",
    "seLinuxChangePolicy",
    "supplementalGroupsPolicy",
    "volumeMode",
];

impl Reader<'_> {
    /// A value that is no map or list where the schema wants one.
    pub(super) fn scalar(&mut self, node: &Node, shape: &'static Shape, place: &Place<'_>) -> Value {
        match (&node.value, shape) {
            (Value::String(text), Shape::String | Shape::Bytes) => self.one_of_values(node, text, place),
            (Value::String(text), Shape::Time) => self.time(node, text, place),
            (Value::String(text), Shape::Quantity) => self.quantity(node, text, place),
            (Value::String(_), Shape::IntOrString)
            | (Value::Bool(_), Shape::Bool)
            | (Value::Integer(_), Shape::Int64 | Shape::Quantity)
            | (Value::Float(_), Shape::Quantity)
            | (_, Shape::Json) => node.value.clone(),
            (&Value::Integer(number), Shape::Int32 | Shape::IntOrString) => match i32::try_from(number) {
                Ok(_) => Value::Integer(number),
                Err(_) => self.out_of_range(node, number, place),
            },
            _ => self.wrong_type(node, shape, place),
        }
    }

    fn one_of_values(&mut self, node: &Node, text: &str, place: &Place<'_>) -> Value {
        let values = place.field.map_or(&[][..], |field| field.values);
        let defaulted = place.field.is_some_and(|field| !POINTERS.contains(&field.json));
        if self.forgotten || values.is_empty() || text.is_empty() && defaulted {
            return node.value.clone();
        }
        if values.contains(&text) {
            return self.value_of_version(node, text, place);
        }
        let near = nearest(text, values.iter().copied())
            .or_else(|| values.iter().copied().find(|value| value.eq_ignore_ascii_case(text)));
        self.cx
            .report(&rules::NOT_SUPPORTED, node.span, place.path(), format!("`{text}` is not supported here"))
            .help(values_help(near, values));
        Value::Broken
    }

    /// One of the field's values, if the targeted version has it and takes it.
    fn value_of_version(&mut self, node: &Node, text: &str, place: &Place<'_>) -> Value {
        let new = place.field.map_or(&[][..], |field| field.new_values);
        let target = self.cx.options.kubernetes;
        match new.iter().find(|new| new.value == text) {
            Some(new) if target < new.since => {
                let message =
                    format!("Kubernetes 1.{} has no `{text}` here: it came with 1.{}", target.0, new.since.0);
                self.cx.report(&rules::VERSION, node.span, place.path(), message);
            }
            Some(new) if !self.cx.is_on(new.gate) => {
                let message = format!("Kubernetes 1.{} takes `{text}` only with `{}` on", target.0, new.gate);
                self.cx
                    .report(&rules::NOT_SUPPORTED, node.span, place.path(), message)
                    .help(format!("the feature gate `{}` is off where nobody turned it on", new.gate));
            }
            _ => return node.value.clone(),
        }
        Value::Broken
    }

    fn quantity(&mut self, node: &Node, text: &str, place: &Place<'_>) -> Value {
        match quantity::parse(text) {
            Ok(_) => node.value.clone(),
            Err(invalid) => {
                self.cx.refuse(&rules::QUANTITY, node.span, place.path(), "quantity", text, invalid);
                Value::Broken
            }
        }
    }

    fn time(&mut self, node: &Node, text: &str, place: &Place<'_>) -> Value {
        match time::check(text) {
            Ok(()) => node.value.clone(),
            Err(invalid) => {
                self.cx.refuse(&rules::WRONG_TYPE, node.span, place.path(), "time", text, invalid);
                Value::Broken
            }
        }
    }

    fn out_of_range(&mut self, node: &Node, number: i64, place: &Place<'_>) -> Value {
        let message = format!("`{number}` does not fit a 32 bit integer");
        self.cx.report(&rules::OUT_OF_RANGE, node.span, place.path(), message).help(format!(
            "it is at least {} and at most {}",
            i32::MIN,
            i32::MAX
        ));
        Value::Broken
    }

    fn wrong_type(&mut self, node: &Node, shape: &'static Shape, place: &Place<'_>) -> Value {
        let message = format!("expected {}, found {}", expected(shape), found(&node.value));
        let report = self.cx.report(&rules::WRONG_TYPE, node.span, place.path(), message);
        if let Some(fix) = fix(&node.value, shape) {
            report.help(fix);
        }
        Value::Broken
    }
}

/// What a shape takes, in the words of a message.
pub(super) fn expected(shape: &Shape) -> &'static str {
    match shape {
        Shape::String => "a string",
        Shape::Bool => "`true` or `false`",
        Shape::Int32 | Shape::Int64 => "an integer",
        Shape::Quantity => "a quantity such as `\"500m\"` or `\"4Gi\"`",
        Shape::IntOrString => "an integer or a string",
        Shape::Time => "a time such as `\"2026-01-31T12:00:00Z\"`",
        Shape::Bytes => "base64 text",
        Shape::Object(_) => "an object in braces",
        Shape::List(_) => "a list in brackets",
        Shape::Map(_) => "a map in braces",
        Shape::Json => "JSON",
    }
}

fn found(value: &Value) -> String {
    match value {
        Value::Map(_) => "an object".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::String(text) => format!("the string `\"{text}\"`"),
        Value::Integer(number) => format!("the integer `{number}`"),
        Value::Float(number) => format!("the number `{number}`"),
        Value::Bool(value) => format!("`{value}`"),
        Value::Null => "`null`".to_owned(),
        Value::Hole(_) | Value::Broken => unreachable!("holes and broken values are taken for right"),
    }
}

/// How to write what was probably meant.
fn fix(value: &Value, shape: &Shape) -> Option<String> {
    match (value, shape) {
        (Value::Integer(number), Shape::String) => Some(format!("put it in quotes: `\"{number}\"`")),
        (Value::Float(number), Shape::String) => Some(format!("put it in quotes: `\"{number}\"`")),
        (Value::Bool(value), Shape::String) => Some(format!("put it in quotes: `\"{value}\"`")),
        (Value::String(text), Shape::Bool) if text == "true" || text == "false" => {
            Some(format!("write it without quotes: `{text}`"))
        }
        (Value::String(text), Shape::Int32 | Shape::Int64) if text.parse::<i64>().is_ok() => {
            Some(format!("write it without quotes: `{text}`"))
        }
        (Value::String(text), Shape::List(Shape::String)) => Some(format!("make it a list: `[\"{text}\"]`")),
        (Value::Map(_), Shape::List(Shape::Object(_))) => Some("put brackets round it: `[{ … }]`".to_owned()),
        (Value::List(items), Shape::Object(_)) if items.len() == 1 => {
            Some("there is one of it: write it without the brackets".to_owned())
        }
        _ => None,
    }
}
