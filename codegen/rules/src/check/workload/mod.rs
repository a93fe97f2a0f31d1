//! Deployments, ReplicaSets, StatefulSets and DaemonSets around a pod's template.

mod strategy;
#[cfg(test)]
mod tests;

use super::Check;
use super::cx::Cx;
use super::job::selector::{matches, pod_labels};
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Root;
use strategy::below_zero;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[selector, numbers, strategy::check, stateful, template];

/// The spec of a workload.
fn spec<'t>(pod: &Pod<'t>) -> Option<At<'t>> {
    pod.object.get("spec").filter(|_| pod.root.is_workload())
}

/// A selector selects the pods of its own template (`ValidatePodTemplateSpecForReplicaSet`, `ValidateStatefulSetSpec`).
fn selector(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(selector) = spec(pod).and_then(|spec| spec.get("selector")).filter(|at| !at.is_unknown()) else {
        return;
    };
    let is_unknown = |field: &str| selector.get(field).is_some_and(|at| at.is_unknown());
    if is_unknown("matchLabels") || is_unknown("matchExpressions") {
        return;
    }
    if selector.map("matchLabels").is_empty() && selector.list("matchExpressions").is_empty() {
        let message = "an empty selector selects nothing here";
        cx.report(&rules::WORKLOAD_SELECTOR, selector.span(), selector.path, message)
            .help("write `matchLabels: { app: \"…\" }` with labels of the template");
        return;
    }
    let Some(labels) = pod_labels(pod) else { return };
    let label = |key: &str| labels.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
    if !matches(&selector, &label) {
        let message = "the selector does not find the pods of its own template";
        cx.report(&rules::WORKLOAD_SELECTOR, selector.name_span, "spec.template.metadata.labels", message)
            .help("give the template the labels that it looks for");
    }
}

/// Numbers that are not below zero, and a deadline after the time to get ready.
fn numbers(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = spec(pod) else { return };
    for name in ["minReadySeconds", "progressDeadlineSeconds", "replicas"] {
        below_zero(spec.get(name), cx);
    }
    if pod.root != Root::StatefulSet {
        below_zero(spec.get("revisionHistoryLimit"), cx);
    }
    let [ready, deadline] = ["minReadySeconds", "progressDeadlineSeconds"].map(|name| spec.get(name));
    let number = |at: &Option<At<'_>>, default| at.as_ref().map_or(Some(default), At::integer);
    if let (Root::Deployment, Some(least), Some(most)) = (pod.root, number(&ready, 0), number(&deadline, 600))
        && (0..=least).contains(&most)
        && let Some(at) = deadline.or(ready)
    {
        let path = spec.path_of("progressDeadlineSeconds");
        let message = format!("the deadline of {most} seconds is not after the {least} seconds to get ready");
        cx.report(&rules::NUMBER_RANGE, at.span(), path, message);
    }
}

/// What only a StatefulSet has (`ValidateStatefulSetSpec`).
fn stateful(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = spec(pod).filter(|_| pod.root == Root::StatefulSet) else { return };
    below_zero(spec.get("ordinals").and_then(|ordinals| ordinals.get("start")), cx);
    cx.form(&rules::INVALID_NAME, "service's name", spec.get("serviceName").as_ref(), name::label);
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
