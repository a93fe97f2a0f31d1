//! `#[ordinary]`: which sidecars stay ordinary containers.

use crate::Spelling;
use crate::check::cx::Cx;
use crate::pod::{Container, Pod, Role};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    // Which container is the primary is not known, and said elsewhere.
    let knows_primary = pod.primary().is_some();
    // Without attributes a source cannot say which sidecars are ordinary: there whoever builds the Job knows, and asks.
    let has_attributes = cx.options.spelling == Spelling::Snake;
    for container in &pod.containers {
        match container.role {
            Role::Primary => misplaced(container, "the primary container is one already", cx),
            Role::Init => misplaced(container, "an init container ends before the primary begins", cx),
            Role::Sidecar if knows_primary && has_attributes => restarts_by_itself(container, cx),
            Role::Sidecar => {}
        }
    }
}

fn misplaced(container: &Container<'_>, why: &str, cx: &mut Cx) {
    if let Some(attribute) =
        container.at.node.attributes.iter().find(|attribute| attribute.name.name == "ordinary")
    {
        cx.report(
            &rules::ORDINARY,
            attribute.name.span,
            container.at.path,
            format!("`#[ordinary]` marks a sidecar: {why}"),
        )
        .help("leave it out");
    }
}

/// A native sidecar is restarted always, which is what makes it one.
fn restarts_by_itself(container: &Container<'_>, cx: &mut Cx) {
    if container.has_attribute("ordinary") {
        return;
    }
    let policy = container.at.get("restartPolicy").filter(|policy| !policy.is_unknown());
    let Some(field) = container.at.get("restartPolicyRules").filter(|rules| !rules.is_unknown()).or(policy)
    else {
        return;
    };
    let message =
        "a sidecar is restarted for as long as the primary container runs, and has no policy of its own";
    cx.report(&rules::ORDINARY, field.name_span, field.path, message).help(
        "put `#[ordinary]` before the container: it then stays an ordinary one, which ends when it likes",
    );
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{read, wrong};
    use crate::check::{Options, check};
    use crate::{Level, Spelling};

    fn pod(containers: &str) -> Vec<String> {
        wrong(&format!("{{ pod_spec: {{ {containers} }} }}"))
    }

    #[test]
    fn only_a_sidecar_is_ordinary() {
        assert_eq!(
            pod(
                r#"containers: [#[ordinary] { name: "primary" }], init_containers: [#[ordinary] { name: "i", image: "a" }]"#
            ),
            ["ordinary at ordinary in spec.containers[0]", "ordinary at ordinary in spec.initContainers[0]"]
        );
        assert_eq!(
            pod(r#"containers: [{ name: "primary" }, #[ordinary] { name: "b", image: "a" }]"#),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_sidecar_with_a_restart_policy_is_an_ordinary_one() {
        assert_eq!(
            pod(r#"containers: [{ name: "primary" }, { name: "b", image: "a", restart_policy: "Never" }]"#),
            ["ordinary at restart_policy in spec.containers[1].restartPolicy"]
        );
        assert_eq!(
            pod(
                r#"containers: [{ name: "primary" }, #[ordinary] { name: "b", image: "a", restart_policy: "Never" }]"#
            ),
            Vec::<String>::new()
        );
        assert_eq!(
            pod(r#"containers: [{ name: "primary" }, { name: "b", image: "a", restart_policy: "Always" }]"#),
            ["ordinary at restart_policy in spec.containers[1].restartPolicy"],
            "in `containers` it is the policy of an ordinary container"
        );
    }

    #[test]
    fn a_source_without_attributes_is_not_asked_for_one() {
        let template = read(
            r#"{ podSpec: { containers: [{ name: "primary" }, { name: "b", image: "a", restartPolicy: "Never" }] } }"#,
        );
        let checked = check(&template, &Options::new(Spelling::Kubernetes));
        let errors: Vec<_> =
            checked.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}
