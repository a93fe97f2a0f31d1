//! Deployments, ReplicaSets, StatefulSets and DaemonSets around a pod's template.

use super::Check;
use super::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[selector, numbers, template];

/// A selector selects the pods of its own template (`ValidatePodTemplateSpecForReplicaSet`, `ValidateStatefulSetSpec`).
fn selector(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(selector) =
        pod.object.get("spec").filter(|_| pod.root.is_workload()).and_then(|at| at.get("selector"))
    else {
        return;
    };
    if selector.is_unknown() {
        return;
    }
    let labels = selector.map("matchLabels");
    if labels.is_empty() && selector.list("matchExpressions").is_empty() && !has_unknown(&selector) {
        let message = "an empty selector selects nothing here";
        cx.report(&rules::WORKLOAD_SELECTOR, selector.span(), selector.path, message)
            .help("write `matchLabels: { app: \"…\" }` with labels of the template");
        return;
    }
    let given = pod.labels.as_ref().map_or_else(Vec::new, At::entries);
    if pod.labels.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    for (key, wanted) in labels {
        let found = given.iter().find(|(label, _)| label.name == key.name);
        let matches = found.is_some_and(|(_, found)| {
            found.is_unknown() || wanted.is_unknown() || found.text() == wanted.text()
        });
        if !matches {
            let message =
                format!("the template's labels have no `{}: {}`", key.name, wanted.text().unwrap_or("…"));
            let path = pod.object.path_of("spec.template.metadata.labels");
            cx.report(&rules::WORKLOAD_SELECTOR, key.span, path, message)
                .help("a selector selects the pods of its own template: give them this label");
        }
    }
}

fn has_unknown(selector: &At<'_>) -> bool {
    let unknown = |field| selector.get(field).is_some_and(|at| at.is_unknown());
    unknown("matchLabels") || unknown("matchExpressions")
}

/// Numbers that are not below zero.
fn numbers(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = pod.object.get("spec").filter(|_| pod.root.is_workload()) else { return };
    for name in ["minReadySeconds", "progressDeadlineSeconds", "replicas", "revisionHistoryLimit"] {
        let Some(at) = spec.get(name) else { continue };
        if let Some(number) = at.integer().filter(|number| *number < 0) {
            cx.report(&rules::NUMBER_RANGE, at.span(), at.path, format!("`{number}` is below zero"));
        }
    }
}

/// What a pod that is kept running cannot have (`ValidatePodTemplateSpecForReplicaSet`).
fn template(pod: &Pod<'_>, cx: &mut Cx) {
    if !pod.root.is_workload() {
        return;
    }
    if let Some(at) = pod.field("restartPolicy")
        && let Some(text) = at.text().filter(|text| !text.is_empty() && *text != "Always")
    {
        let message = format!("`{text}` is not supported here: the pods of a workload always restart");
        cx.report(&rules::NOT_SUPPORTED, at.span(), at.path, message)
            .help("leave it out, or use a Job for work that ends");
    }
    if let Some(at) = pod.field("activeDeadlineSeconds").filter(|at| !at.is_unknown()) {
        cx.report(&rules::FORBIDDEN, at.name_span, at.path, "the pods of a workload have no deadline")
            .help("leave it out, or use a Job for work that ends");
    }
}
