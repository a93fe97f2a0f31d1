//! What a pod waits for: scheduling gates before it has a node, readiness gates before it is ready.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// `validateSchedulingGates`, `validateReadinessGates`, `ValidatePodCreate`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let gates = pod.list("schedulingGates");
    let mut names = HashMap::new();
    for gate in &gates {
        let Some(at) = gate.get("name") else { continue };
        cx.form(&rules::INVALID_NAME, "scheduling gate", Some(&at), name::qualified);
        let Some(text) = at.text() else { continue };
        if let Some(first) = duplicates::first(&mut names, text, at.span()) {
            let message = format!("the gate `{text}` is there already");
            cx.report(&rules::DUPLICATE_NAME, at.span(), at.path, message)
                .help("keep one of them")
                .label(first, "first named here");
        }
    }
    for gate in pod.list("readinessGates") {
        cx.form(&rules::INVALID_NAME, "condition", gate.get("conditionType").as_ref(), name::qualified);
    }
    if cx.sees_pods(pod) && !gates.is_empty() {
        placed(pod, cx);
    }
}

/// A pod that has its node already is not scheduled.
fn placed(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(node) = pod.field("nodeName") else { return };
    if node.text().is_none_or(str::is_empty) {
        return;
    }
    let (field, gates) = (cx.word("nodeName"), cx.word("schedulingGates"));
    cx.report(
        &rules::GATED_NODE,
        node.name_span,
        node.path,
        format!("`{field}` places the pod, which `{gates}` hold back"),
    )
    .help("leave one of them out; a node can be chosen by affinity too");
}
