//! Annotations that the API server reads itself.

use crate::check::cx::Cx;
use crate::path::Path;
use crate::pod::{At, Pod};
use crate::rules;

/// The pod stands in for one that a node runs by itself.
const MIRROR: &str = "kubernetes.io/config.mirror";

/// How much it costs to delete the pod, among those of a set.
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";

/// `ValidatePodSpecificAnnotations`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(annotations) = &pod.annotations else { return };
    if let Some(mirror) = annotations.get(MIRROR).filter(|at| !at.is_unknown())
        && let Some(spec) = &pod.spec
        && spec.lacks("nodeName")
    {
        let field = cx.word("nodeName");
        let path = annotations.path.key(MIRROR);
        cx.report(&rules::POD_ANNOTATION, mirror.name_span, path, "a mirror pod is on a node")
            .help(format!("leave the annotation out, or give the pod its `{field}`"));
    }
    if annotations.get(MIRROR).is_some() {
        static_pod(pod, cx);
    }
    if let Some(cost) = annotations.get(DELETION_COST) {
        deletion_cost(&cost, annotations.path.key(DELETION_COST), cx);
    }
}

/// `validatePodResourceClaim`, which knows a pod by its metadata, and no template.
fn static_pod(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(claims) =
        pod.field("resourceClaims").filter(|claims| pod.is_pod() && !claims.items().is_empty())
    else {
        return;
    };
    let message = "a pod that a node runs by itself has no resource claims";
    cx.report(&rules::POD_ANNOTATION, claims.name_span, claims.path, message)
        .help(format!("leave them out, or the annotation `{MIRROR}`"));
}

/// `GetDeletionCostFromPodAnnotations`
fn deletion_cost(at: &At<'_>, path: Path<'_>, cx: &mut Cx) {
    let Some(text) = at.text() else { return };
    let has_its_form = text == "0" || !text.starts_with(['0', '+']);
    if !has_its_form || text.parse::<i32>().is_err() {
        cx.report(
            &rules::POD_ANNOTATION,
            at.span(),
            path,
            format!("`{text}` is no cost of a pod's deletion"),
        )
        .help("write a whole number, without `+` and without zeros before it");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_pod};

    fn annotated(annotation: &str, spec: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ annotations: {{ {annotation} }}, pod_spec: {{ containers: [{{ name: "primary" }}], {spec} }} }}"#
        ))
    }

    #[test]
    fn a_mirror_pod_has_a_node() {
        let mirror = r#""kubernetes.io/config.mirror": "x""#;
        assert_eq!(
            annotated(mirror, ""),
            [
                r#"pod_annotation at "kubernetes.io/config.mirror" in annotations[kubernetes.io/config.mirror]"#
            ]
        );
        assert_eq!(annotated(mirror, r#"node_name: "a""#), Vec::<String>::new());
    }

    #[test]
    fn a_static_pod_has_no_resource_claims() {
        let pod = r#"{ metadata: { annotations: { "kubernetes.io/config.mirror": "x" } }, spec: { nodeName: "a",
            containers: [{ name: "a", image: "a" }], resourceClaims: [{ name: "c", resourceClaimName: "c" }] } }"#;
        assert_eq!(wrong_pod(pod), ["pod_annotation at resourceClaims in spec.resourceClaims"]);
    }

    #[test]
    fn the_cost_of_a_deletion_is_a_whole_number() {
        for (cost, wrong) in
            [("10", 0), ("-5", 0), ("0", 0), ("+1", 1), ("01", 1), ("", 1), ("x", 1), ("2147483648", 1)]
        {
            let annotation = format!(r#""controller.kubernetes.io/pod-deletion-cost": "{cost}""#);
            assert_eq!(annotated(&annotation, "").len(), wrong, "{cost}");
        }
    }
}
