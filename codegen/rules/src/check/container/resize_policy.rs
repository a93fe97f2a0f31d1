//! What a container does when its resources are changed in place.

use std::collections::HashMap;

use super::restarts_always;
use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::pod::{At, Container, Pod, Role};
use crate::rules;
use crate::schema::Root;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let restart = pod.field("restartPolicy");
    // The pod of a task is never restarted, which the template need not say.
    let is_never = restart.as_ref().map_or(pod.root == Root::Template, |at| at.text() == Some("Never"));
    for container in &pod.containers {
        let Some(policies) = container.at.get("resizePolicy") else { continue };
        let mut met = HashMap::new();
        for policy in policies.items() {
            one(&policy, &mut met, cx);
            restarted(&policy, &policies, container, is_never, cx);
        }
    }
}

fn one<'t>(policy: &At<'t>, met: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(resource) = policy.get("resourceName") else { return };
    let Some(text) = resource.text() else { return };
    if let Some(first) = duplicates::first(met, text, resource.span()) {
        cx.report(
            &rules::DUPLICATE_ITEM,
            resource.span(),
            policy.path,
            format!("`{text}` has a policy already"),
        )
        .help("keep one of them")
        .label(first, "first given here");
    }
}

/// The API server names the list, whichever of its items is wrong.
fn restarted(policy: &At<'_>, policies: &At<'_>, container: &Container<'_>, is_never: bool, cx: &mut Cx) {
    let Some(at) = policy.get("restartPolicy").filter(|at| at.text() == Some("RestartContainer")) else {
        return;
    };
    if is_never {
        cx.report(
            &rules::RESIZE_POLICY,
            at.span(),
            policies.path,
            "a pod that is never restarted has no container restarted to resize it",
        )
        .help("write `NotRequired`");
    } else if container.role == Role::Init && !restarts_always(container) && cx.has(36) {
        let word = cx.word("restartPolicy");
        cx.report(
            &rules::RESIZE_POLICY,
            at.span(),
            at.path,
            "an init container is restarted to resize it only where it is a sidecar",
        )
        .help(format!("write `NotRequired`, or make it one: `{word}: \"Always\"`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at, wrong_pod};

    fn pod(more: &str, policies: &str) -> String {
        format!(
            r#"{{ spec: {{ {more} containers: [{{ name: "a", image: "a", resizePolicy: [{policies}] }}] }} }}"#
        )
    }

    #[test]
    fn a_policy_is_one_for_cpu_or_memory() {
        let at = "spec.containers[0].resizePolicy";
        let refused = wrong_pod(&pod(
            "",
            r#"{ resourceName: "disk", restartPolicy: "NotRequired" }, { resourceName: "cpu", restartPolicy: "Never" }, { resourceName: "cpu", restartPolicy: "NotRequired" }"#,
        ));
        assert_eq!(
            refused,
            [
                format!(r#"not_supported at "disk" in {at}[0].resourceName"#),
                format!(r#"not_supported at "Never" in {at}[1].restartPolicy"#),
                format!(r#"duplicate_item at "cpu" in {at}[2]"#),
            ]
        );
    }

    #[test]
    fn a_pod_that_is_never_restarted_is_resized_as_it_runs() {
        let policy = r#"{ resourceName: "cpu", restartPolicy: "RestartContainer" }"#;
        let refused = [r#"resize_policy at "RestartContainer" in spec.containers[0].resizePolicy"#];
        assert_eq!(wrong_pod(&pod(r#"restartPolicy: "Never","#, policy)), refused);
        assert_eq!(wrong_pod(&pod("", policy)), Vec::<String>::new());
        let task = r#"{ pod_spec: { containers: [{ name: "primary", resize_policy: [{ resource_name: "cpu", restart_policy: "RestartContainer" }] }] } }"#;
        assert_eq!(wrong(task), refused);
    }

    #[test]
    fn an_init_container_that_ends_is_not_restarted() {
        let init = |more: &str| {
            format!(
                r#"{{ pod_spec: {{ restart_policy: ?, containers: [{{ name: "primary" }}],
                    init_containers: [{{ name: "i", image: "a", {more} resize_policy: [{{ resource_name: "cpu", restart_policy: "RestartContainer" }}] }}] }} }}"#
            )
        };
        assert_eq!(
            wrong(&init("")),
            [
                r#"resize_policy at "RestartContainer" in spec.initContainers[0].resizePolicy[0].restartPolicy"#
            ]
        );
        assert_eq!(wrong_at(35, &init("")), Vec::<String>::new());
        assert_eq!(wrong(&init(r#"restart_policy: "Always","#)), Vec::<String>::new());
    }
}
