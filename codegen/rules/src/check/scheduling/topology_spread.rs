//! Spread constraints: numbers, selectors, and one constraint for each key and action.

use std::collections::HashMap;

use super::{label_keys, selectors};
use crate::check::bounds::within;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// `validateTopologySpreadConstraints`
pub(in crate::check) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let mut seen = HashMap::new();
    for constraint in pod.list("topologySpreadConstraints") {
        within(constraint.get("maxSkew").as_ref(), &(1..=i64::from(i32::MAX)), "skew", cx);
        domains(&constraint, cx);
        repeated(&constraint, &mut seen, cx);
        selectors::labels(constraint.get("labelSelector").as_ref(), cx);
        if cx.is_on("MatchLabelKeysInPodTopologySpreadSelectorMerge") {
            label_keys::check(&constraint, pod, cx);
        } else {
            label_keys::check_apart(&constraint, cx);
        }
    }
}

/// A least number of domains is asked for where the pod waits for them.
fn domains(constraint: &At<'_>, cx: &mut Cx) {
    let Some(domains) = constraint.get("minDomains") else { return };
    within(Some(&domains), &(1..=i64::from(i32::MAX)), "number of domains", cx);
    let Some(action) = constraint.text_of("whenUnsatisfiable").filter(|action| *action != "DoNotSchedule")
    else {
        return;
    };
    let (word, field) = (cx.word("minDomains"), cx.word("whenUnsatisfiable"));
    let message = format!(
        "`{word}` counts where the pod waits, and this one is placed anyway: `{field}` is `{action}`"
    );
    cx.report(&rules::TOPOLOGY_SPREAD, domains.name_span, domains.path, message)
        .help(format!("leave `{word}` out, or write `{field}: \"DoNotSchedule\"`"));
}

/// The API server names the one before.
fn repeated<'t>(constraint: &At<'t>, seen: &mut HashMap<(&'t str, &'t str), (SpanId, String)>, cx: &mut Cx) {
    let (Some(key), Some(action)) = (constraint.get("topologyKey"), constraint.text_of("whenUnsatisfiable"))
    else {
        return;
    };
    let Some(text) = key.text() else { return };
    let here = (key.span(), format!("{}.{{topologyKey, whenUnsatisfiable}}", constraint.path));
    if let Some((first, path)) = seen.insert((text, action), here) {
        let message = format!("another constraint has the key `{text}` and the action `{action}` already");
        cx.report(&rules::TOPOLOGY_SPREAD, key.span(), path, message)
            .help("make one constraint of the two")
            .label(first, "the other one");
    }
}
