//! `matchLabelKeys` and `mismatchLabelKeys`: labels of the pod itself that a selector is completed with.

use std::collections::HashSet;

use crate::check::cx::Cx;
use crate::formats::name;
use crate::path::Path;
use crate::pod::{At, Pod};
use crate::rules;

/// `ValidateMatchLabelKeysAndMismatchLabelKeys`
pub(super) fn check(term: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    let selector = term.get("labelSelector");
    for field in ["matchLabelKeys", "mismatchLabelKeys"] {
        let keys = term.list(field);
        if keys.is_empty() {
            continue;
        }
        if selector.is_none() {
            without_selector(term, field, cx);
        } else {
            forms(&keys, cx);
        }
    }
    if let Some(selector) = selector.filter(|selector| !selector.is_unknown()) {
        selected_twice(term, &selector, pod, cx);
    }
    opposed(term, cx);
}

/// `ValidateMatchLabelKeysInTopologySpread`, which was the rule for spread constraints before 1.34: there is no key that
/// the selector has too.
pub(super) fn check_apart(term: &At<'_>, cx: &mut Cx) {
    let keys = term.list("matchLabelKeys");
    let selector = term.get("labelSelector");
    if selector.is_none() && !keys.is_empty() {
        without_selector(term, "matchLabelKeys", cx);
    }
    forms(&keys, cx);
    let selected = selector.map_or_else(HashSet::new, |selector| selected(&selector).into_iter().collect());
    for key in &keys {
        if key.text().is_some_and(|text| selected.contains(text)) {
            both(key, key.path, cx);
        }
    }
}

fn without_selector(term: &At<'_>, field: &str, cx: &mut Cx) {
    let Some(keys) = term.get(field) else { return };
    let (word, selector) = (cx.word(field), cx.word("labelSelector"));
    cx.report(
        &rules::LABEL_KEYS,
        keys.name_span,
        keys.path,
        format!("`{word}` completes a `{selector}`, and there is none"),
    )
    .help(format!("add `{selector}: {{}}`, or leave `{word}` out"));
}

fn forms(keys: &[At<'_>], cx: &mut Cx) {
    for key in keys {
        cx.form_even_empty(&rules::INVALID_LABEL, "label name", key, name::qualified);
    }
}

/// The keys of a selector as they stand: those of labels, then those of expressions.
fn selected<'t>(selector: &At<'t>) -> Vec<&'t str> {
    let labels = selector.map("matchLabels").into_iter().map(|(key, _)| key.name.as_str());
    let expressions = selector.list("matchExpressions");
    labels.chain(expressions.iter().filter_map(|expression| expression.text_of("key"))).collect()
}

/// When the pod is created its own labels are added as expressions, and no key of `matchLabelKeys` may be in two
/// requirements then.
fn selected_twice<'t>(term: &At<'t>, selector: &At<'t>, pod: &Pod<'_>, cx: &mut Cx) {
    let (keys, opposite) = (term.list("matchLabelKeys"), term.list("mismatchLabelKeys"));
    let own = own_labels(pod, cx);
    let added = keys.iter().chain(&opposite).filter_map(At::text).filter(|key| own.contains(key));
    let (mut seen, mut repeated) = (HashSet::new(), HashSet::new());
    for key in selected(selector).into_iter().chain(added) {
        if !seen.insert(key) {
            repeated.insert(key);
        }
    }
    // What is in both lists is said to be.
    for key in &opposite {
        repeated.remove(key.text().unwrap_or_default());
    }
    // The API server counts the key from the end, and leaves the field's name out of the path.
    for (index, key) in keys.iter().enumerate().rev() {
        if let Some(text) = key.text()
            && repeated.remove(text)
        {
            both(key, term.path.item(index), cx);
        }
    }
}

fn own_labels<'t>(pod: &Pod<'t>, cx: &Cx) -> HashSet<&'t str> {
    if !cx.sees_pods(pod) {
        return HashSet::new();
    }
    let labels = pod.labels.as_ref().map_or_else(Vec::new, At::entries);
    labels.into_iter().map(|(key, _)| key.name.as_str()).collect()
}

fn both(key: &At<'_>, path: Path<'_>, cx: &mut Cx) {
    let text = key.text().unwrap_or_default();
    cx.report(
        &rules::LABEL_KEYS,
        key.span(),
        path,
        format!("the selector has a requirement for `{text}` already"),
    )
    .help("say it in one of the two places");
}

fn opposed(term: &At<'_>, cx: &mut Cx) {
    let mismatch = term.list("mismatchLabelKeys");
    let mismatch: HashSet<&str> = mismatch.iter().filter_map(At::text).collect();
    for key in term.list("matchLabelKeys") {
        let Some(text) = key.text().filter(|text| mismatch.contains(text)) else { continue };
        let message = format!("`{text}` cannot be alike and different at once: it is among both keys");
        cx.report(&rules::LABEL_KEYS, key.span(), key.path, message).help("keep it in one of the two lists");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong_at, wrong_pod};

    fn spread(selector: &str, keys: &str) -> String {
        format!(
            r#"{{ labels: {{ "app": "a" }}, pod_spec: {{ containers: [{{ name: "primary" }}], topology_spread_constraints: [
                {{ max_skew: 1, topology_key: "zone", when_unsatisfiable: "DoNotSchedule", label_selector: {selector}, match_label_keys: {keys} }}] }} }}"#
        )
    }

    #[test]
    fn a_key_was_apart_from_the_selector_before_1_34() {
        let absent = spread(r#"{ match_labels: { "tier": "b" } }"#, r#"["tier"]"#);
        assert_eq!(
            wrong_at(33, &absent),
            [r#"label_keys at "tier" in spec.topologySpreadConstraints[0].matchLabelKeys[0]"#]
        );
        assert_eq!(wrong_at(34, &absent), Vec::<String>::new(), "the pod has no such label");
        let own = spread(r#"{ match_labels: { "app": "b" } }"#, r#"["app"]"#);
        assert_eq!(wrong_at(34, &own), [r#"label_keys at "app" in spec.topologySpreadConstraints[0][0]"#]);
    }

    #[test]
    fn a_pods_own_labels_count_where_a_pod_is_sent() {
        let pod = |labels: &str| {
            wrong_pod(&format!(
                r#"{{ metadata: {{ labels: {{ {labels} }} }}, spec: {{ containers: [{{ name: "a", image: "a" }}], affinity: {{ podAffinity: {{
                    requiredDuringSchedulingIgnoredDuringExecution: [{{ topologyKey: "zone", labelSelector: {{ matchLabels: {{ "app": "a" }} }}, matchLabelKeys: ["app"] }}] }} }} }} }}"#
            ))
        };
        assert_eq!(pod(r#""tier": "b""#), Vec::<String>::new());
        assert_eq!(
            pod(r#""app": ?"#),
            [
                r#"label_keys at "app" in spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]"#
            ]
        );
    }
}
