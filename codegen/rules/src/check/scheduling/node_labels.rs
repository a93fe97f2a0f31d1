//! Labels of nodes that have other names today, and values that no node can have.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::path::Path;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// Old names of labels, and what is used instead (`deprecatedNodeLabels`).
const OLD: [(&str, &str); 8] = [
    ("app.kubernetes.io/created-by", ""),
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane"),
    ("scheduler.alpha.kubernetes.io/preferAvoidPods", ""),
];

/// `GetNodeLabelDeprecatedMessage`, `GetWarningsForNodeSelectorTerm`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = &pod.spec else { return };
    for (key, value) in spec.map("nodeSelector") {
        old(&key.name, key.span, value.path, cx);
    }
    for constraint in spec.list("topologySpreadConstraints") {
        key(constraint.get("topologyKey"), cx);
    }
    let affinity = spec.get("affinity").and_then(|affinity| affinity.get("nodeAffinity"));
    let Some(affinity) = affinity else { return };
    if let Some(required) = affinity.get("requiredDuringSchedulingIgnoredDuringExecution") {
        for term in required.list("nodeSelectorTerms") {
            keys(&term, cx);
        }
    }
    for preferred in affinity.list("preferredDuringSchedulingIgnoredDuringExecution") {
        let Some(term) = preferred.get("preference") else { continue };
        keys(&term, cx);
        for value in term.list("matchExpressions").iter().flat_map(|requirement| requirement.list("values")) {
            cx.form(&rules::UNMATCHED_VALUE, "value of a node's label", Some(&value), name::label_value);
        }
    }
}

fn keys(term: &At<'_>, cx: &mut Cx) {
    for requirement in term.list("matchExpressions") {
        key(requirement.get("key"), cx);
    }
}

fn key(at: Option<At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    if let Some(text) = at.text() {
        old(text, at.span(), at.path, cx);
    }
}

fn old(label: &str, at: SpanId, path: Path<'_>, cx: &mut Cx) {
    let Some((_, new)) = OLD.iter().find(|(old, _)| *old == label) else { return };
    let message = format!("the label `{label}` is deprecated");
    let help = if new.is_empty() { "leave it out".to_owned() } else { format!("use `{new}`") };
    cx.report(&rules::DEPRECATED_LABEL, at, path, message).help(help);
}
