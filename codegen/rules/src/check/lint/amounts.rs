//! A container that does not say what it needs is put anywhere, and ended first.

use crate::check::cx::Cx;
use crate::pod::{At, Container, Pod, Role};
use crate::rules;

/// The amounts that are asked for: a limit of processors slows a container down for nothing.
const ASKED: [(&str, &str); 3] = [("requests", "cpu"), ("requests", "memory"), ("limits", "memory")];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    // Amounts of the whole pod count for each container.
    if !cx.hears(&rules::MISSING_LIMITS) || pod.field("resources").is_some() {
        return;
    }
    for container in &pod.containers {
        // The primary's may stand in the task's environment.
        if container.role != Role::Primary && !container.at.is_unknown() {
            one(container, cx);
        }
    }
}

fn one(container: &Container<'_>, cx: &mut Cx) {
    let resources = container.at.get("resources");
    if resources.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    let has = |list: &str, name: &str| {
        let list = resources.as_ref().and_then(|resources| resources.get(list));
        list.is_some_and(|list| list.is_unknown() || list.get(name).is_some())
    };
    // A limit alone is a request too (`SetDefaults_Pod`).
    let is_there = |(bound, name): (&str, &str)| has(bound, name) || has("limits", name);
    let missing: Vec<String> = ASKED
        .into_iter()
        .filter(|asked| !is_there(*asked))
        .map(|(list, name)| format!("`{list}.{name}`"))
        .collect();
    if missing.is_empty() {
        return;
    }
    let at = resources.as_ref().map_or(container.at.span(), |resources| resources.name_span);
    let message = format!("the container does not say {}", missing.join(", "));
    let help = "add `resources: { requests: { cpu: \"100m\", memory: \"64Mi\" }, limits: { memory: \"64Mi\" } }` \
                with what it needs";
    cx.report(&rules::MISSING_LIMITS, at, container.at.path_of("resources"), message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, warned};

    fn pod(head: &str, resources: &str) -> String {
        format!(
            r#"{head} {{ pod_spec: {{ containers: [{{ name: "primary" }}, {{ name: "b", image: "b:1", {resources} }}] }} }}"#
        )
    }

    #[test]
    fn what_is_missing_is_said_where_it_is_asked_for() {
        assert_eq!(warned(&pod("", "")), Vec::<String>::new());
        assert_eq!(
            warned(&pod("#[warn(missing_limits)]", "")),
            ["missing_limits at { in spec.containers[1].resources"]
        );
        let half = r#"resources: { requests: { cpu: "1" }, limits: { cpu: "2" } }"#;
        assert_eq!(
            message(&pod("#[warn(missing_limits)]", half)).0,
            "the container does not say `requests.memory`, `limits.memory`"
        );
    }

    #[test]
    fn what_is_there_or_cannot_be_known_is_right() {
        for right in [
            r#"resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } }"#,
            r#"resources: { limits: { memory: "1Gi", cpu: ? } }"#,
            "resources: !",
        ] {
            assert_eq!(warned(&pod("#[warn(missing_limits)]", right)), Vec::<String>::new(), "{right}");
        }
    }
}
