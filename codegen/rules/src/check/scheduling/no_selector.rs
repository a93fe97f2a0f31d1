//! Without a selector no pod is meant; with an empty one every pod is.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// `warningsForPodSpecAndMeta`, `warningsForPodAffinityTerms`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = &pod.spec else { return };
    for constraint in spec.list("topologySpreadConstraints") {
        selects(&constraint, cx);
    }
    let Some(affinity) = spec.get("affinity") else { return };
    for side in ["podAffinity", "podAntiAffinity"].iter().filter_map(|side| affinity.get(side)) {
        for term in side.list("requiredDuringSchedulingIgnoredDuringExecution") {
            selects(&term, cx);
        }
        for preferred in side.list("preferredDuringSchedulingIgnoredDuringExecution") {
            if let Some(term) = preferred.get("podAffinityTerm") {
                selects(&term, cx);
            }
        }
    }
}

fn selects(term: &At<'_>, cx: &mut Cx) {
    // Keys that complete a selector are refused without one.
    let has_keys = || ["matchLabelKeys", "mismatchLabelKeys"].iter().any(|keys| !term.list(keys).is_empty());
    if term.is_unknown() || term.get("labelSelector").is_some() || has_keys() {
        return;
    }
    let word = cx.word("labelSelector");
    let at = term.get("topologyKey").map_or(term.span(), |key| key.name_span);
    cx.report(
        &rules::SELECTS_NOTHING,
        at,
        term.path_of("labelSelector"),
        format!("without a `{word}` no pod is meant"),
    )
    .help(format!("add `{word}`; `{{}}` means every pod"));
}
