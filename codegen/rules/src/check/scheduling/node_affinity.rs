//! Affinity to nodes: terms with expressions over labels and over the node's fields, and their weights.

use super::selectors;
use crate::check::bounds::within;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// `validateNodeAffinity`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let affinity = pod.field("affinity").and_then(|affinity| affinity.get("nodeAffinity"));
    let Some(affinity) = affinity else { return };
    if let Some(required) = affinity.get("requiredDuringSchedulingIgnoredDuringExecution") {
        some_term(&required, cx);
        for one in required.list("nodeSelectorTerms") {
            term(&one, true, cx);
        }
    }
    for preferred in affinity.list("preferredDuringSchedulingIgnoredDuringExecution") {
        within(preferred.get("weight").as_ref(), &(1..=100), "weight", cx);
        // A preference that no label can meet is no mistake to the API server.
        if let Some(preference) = preferred.get("preference") {
            term(&preference, false, cx);
        }
    }
}

fn some_term(selector: &At<'_>, cx: &mut Cx) {
    let Some(terms) = selector.get("nodeSelectorTerms") else { return };
    if !terms.is_unknown() && selector.list("nodeSelectorTerms").is_empty() {
        cx.report(
            &rules::REQUIRED,
            terms.span(),
            terms.path,
            "a node selector needs a term, and this has none",
        )
        .help("add one, or leave the selector out");
    }
}

fn term(term: &At<'_>, labels_only: bool, cx: &mut Cx) {
    for requirement in term.list("matchExpressions") {
        selectors::values(&requirement, cx);
        selectors::key(&requirement, cx);
        if labels_only {
            selectors::label_values(&requirement, cx);
        }
    }
    for requirement in term.list("matchFields") {
        field(&requirement, cx);
    }
}

/// `ValidateNodeFieldSelectorRequirement`: the one field is the node's name.
fn field(requirement: &At<'_>, cx: &mut Cx) {
    let operator = requirement.get("operator");
    if let Some(operator) = operator.as_ref().filter(|at| at.text().is_some_and(|text| !is_equality(text))) {
        let help = format!("for the node's labels there is `{}`", cx.word("matchExpressions"));
        let message = "a node's field is compared by `In` and `NotIn` alone";
        cx.report(&rules::SELECTOR, operator.span(), operator.path, message).help(help);
    } else if operator.is_some_and(|operator| !operator.is_unknown()) {
        one_value(requirement, cx);
    }
    match requirement.get("key") {
        Some(key) if key.text().is_some_and(|key| key != "metadata.name") => {
            let help = format!("for the node's labels there is `{}`", cx.word("matchExpressions"));
            let message = "the one field of a node to select by is `metadata.name`";
            cx.report(&rules::SELECTOR, key.span(), key.path, message).help(help);
        }
        Some(key) if !key.is_unknown() => {
            for value in requirement.list("values") {
                cx.form_even_empty(&rules::INVALID_NAME, "node's name", &value, name::subdomain);
            }
        }
        _ => {}
    }
}

fn is_equality(operator: &str) -> bool {
    matches!(operator, "In" | "NotIn" | "")
}

fn one_value(requirement: &At<'_>, cx: &mut Cx) {
    let (given, count) = (requirement.get("values"), requirement.list("values").len());
    if count == 1 || given.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    let at = given.map_or(requirement.span(), |given| given.span());
    let message = format!("a node's field is compared with one value, and there are {count}");
    cx.report(&rules::SELECTOR, at, requirement.path_of("values"), message)
        .help("write a term for each node: one of the terms has to match");
}
