//! Affinity to other pods, and away from them: selectors, namespaces, topology keys and weights.

use super::{label_keys, selectors};
use crate::check::bounds::within;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";

/// `validatePodAffinity`, `validatePodAntiAffinity`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for preferred in sides(pod).flat_map(|side| side.list(PREFERRED)) {
        within(preferred.get("weight").as_ref(), &(1..=100), "weight", cx);
    }
    for one in terms(pod) {
        term(&one, pod, cx);
    }
}

/// The terms that a pod is placed by, beside other pods and away from them: required and preferred.
pub(super) fn terms<'t>(pod: &Pod<'t>) -> impl Iterator<Item = At<'t>> {
    sides(pod).flat_map(|side| {
        let preferred = side.list(PREFERRED).into_iter().filter_map(|one| one.get("podAffinityTerm"));
        side.list("requiredDuringSchedulingIgnoredDuringExecution").into_iter().chain(preferred)
    })
}

fn sides<'t>(pod: &Pod<'t>) -> impl Iterator<Item = At<'t>> {
    let affinity = pod.field("affinity");
    ["podAffinity", "podAntiAffinity"].into_iter().filter_map(move |side| affinity.as_ref()?.get(side))
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
