//! Selectors of labels and of nodes: keys, operators and the values that go with them.

use crate::check::cx::Cx;
use crate::check::metadata::labels::label;
use crate::formats::name;
use crate::pod::At;
use crate::rules;

/// The operators of a label selector; a node selector's are the schema's.
const OPERATORS: [&str; 4] = ["DoesNotExist", "Exists", "In", "NotIn"];

/// `ValidateLabelSelector`: what is wrong with a selector of labels, where there is one.
pub(in crate::check) fn labels(selector: Option<&At<'_>>, cx: &mut Cx) {
    let Some(selector) = selector else { return };
    for (key, value) in selector.map("matchLabels") {
        label(key, &value, "selector's label", cx);
    }
    for requirement in selector.list("matchExpressions") {
        operator(&requirement, cx);
        values(&requirement, cx);
        key(&requirement, cx);
        label_values(&requirement, cx);
    }
}

fn operator(requirement: &At<'_>, cx: &mut Cx) {
    let Some(operator) = requirement.get("operator") else { return };
    let Some(text) = operator.text().filter(|text| !OPERATORS.contains(text)) else { return };
    cx.unsupported(&operator, text, &OPERATORS);
}

/// Whether there are as many values as the operator takes.
pub(super) fn values(requirement: &At<'_>, cx: &mut Cx) {
    let Some(operator) = requirement.text_of("operator") else { return };
    let (given, count) = (requirement.get("values"), requirement.list("values").len());
    if given.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    let (at, path) = match &given {
        Some(given) => (given.span(), given.path),
        None => (requirement.span(), requirement.path_of("values")),
    };
    let (message, help) = match operator {
        "In" | "NotIn" if count == 0 => {
            (format!("`{operator}` compares with values, and there are none"), "add them: `values: [\"…\"]`")
        }
        "Gt" | "Lt" if count != 1 => (
            format!("`{operator}` compares with one value, and there are {count}"),
            "give one: `values: [\"1\"]`",
        ),
        "Exists" | "DoesNotExist" if count > 0 => (
            format!("`{operator}` asks for the key alone, and takes no values"),
            "leave them out, or use `In` or `NotIn`",
        ),
        _ => return,
    };
    cx.report(&rules::SELECTOR, at, path, message).help(help);
}

/// The key has a label's form.
pub(super) fn key(requirement: &At<'_>, cx: &mut Cx) {
    cx.form(&rules::INVALID_LABEL, "selector's key", requirement.get("key").as_ref(), name::qualified);
}

/// The values have a label value's form.
pub(super) fn label_values(requirement: &At<'_>, cx: &mut Cx) {
    for value in requirement.list("values") {
        cx.form(&rules::INVALID_LABEL, "selector's value", Some(&value), name::label_value);
    }
}
