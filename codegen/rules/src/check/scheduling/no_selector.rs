//! Without a selector no pod is meant; with an empty one every pod is.

use super::pod_affinity;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// `warningsForPodSpecAndMeta`, `warningsForPodAffinityTerms`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for term in pod.list("topologySpreadConstraints").into_iter().chain(pod_affinity::terms(pod)) {
        selects(&term, cx);
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
