//! Affinity to other pods, and away from them: selectors, namespaces, topology keys and weights.

use super::{label_keys, selectors};
use crate::check::bounds::within;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// `validatePodAffinity`, `validatePodAntiAffinity`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(affinity) = pod.field("affinity") else { return };
    for side in ["podAffinity", "podAntiAffinity"].iter().filter_map(|side| affinity.get(side)) {
        for required in side.list("requiredDuringSchedulingIgnoredDuringExecution") {
            term(&required, pod, cx);
        }
        for preferred in side.list("preferredDuringSchedulingIgnoredDuringExecution") {
            within(preferred.get("weight").as_ref(), &(1..=100), "weight", cx);
            if let Some(one) = preferred.get("podAffinityTerm") {
                term(&one, pod, cx);
            }
        }
    }
}

fn term(term: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    selectors::labels(term.get("labelSelector").as_ref(), cx);
    selectors::labels(term.get("namespaceSelector").as_ref(), cx);
    for namespace in term.list("namespaces") {
        cx.form_even_empty(&rules::INVALID_NAME, "namespace", &namespace, name::label);
    }
    label_keys::check(term, pod, cx);
    cx.form(&rules::INVALID_LABEL, "topology key", term.get("topologyKey").as_ref(), name::qualified);
}
