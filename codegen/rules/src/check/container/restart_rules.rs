//! Containers with a restart policy of their own.

use super::restarts_always;
use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::pod::{At, Container, Pod, Role};
use crate::rules;

const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const MOST_RULES: usize = 20;
const MOST_VALUES: usize = 255;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        if cx.is_on("ContainerRestartRules") {
            with_rules(container, cx);
        } else if !cx.has(34) {
            without_rules(container, cx);
        }
    }
}

/// Before there were rules, only a sidecar among the init containers had a policy. 1.34 forgets those of others.
fn without_rules(container: &Container<'_>, cx: &mut Cx) {
    let Some(policy) = container.at.get("restartPolicy") else { return };
    let minor = cx.options.kubernetes.0;
    if container.role != Role::Init {
        let message =
            format!("in Kubernetes 1.{minor} only an init container has a restart policy of its own");
        cx.report(&rules::FORBIDDEN, policy.name_span, policy.path, message)
            .help("leave it out, or target Kubernetes 1.35");
    } else if let Some(text) = policy.text().filter(|text| *text != "Always") {
        let message = format!("Kubernetes 1.{minor} has no `{text}` for init containers");
        cx.report(&rules::NOT_SUPPORTED, policy.span(), policy.path, message)
            .help("write `Always`, which makes it a sidecar, or leave it out");
    }
}

fn with_rules(container: &Container<'_>, cx: &mut Cx) {
    let policy = container.at.get("restartPolicy");
    if let Some(policy) = &policy {
        known(policy, cx);
    }
    let rules = container.at.get("restartPolicyRules");
    let Some(rules) = rules.filter(|rules| !rules.items().is_empty()) else { return };
    if policy.is_none() {
        let word = cx.word("restartPolicy");
        let message = format!("restart rules are exceptions from a container's `{word}`, and it has none");
        cx.report(&rules::REQUIRED, rules.name_span, container.at.path_of("restartPolicy"), message)
            .help(format!("add `{word}: \"Never\"` or another policy"));
    }
    let restarts_all = cx.is_on("RestartAllContainersOnContainerExits");
    if container.role == Role::Init && restarts_always(container) && !restarts_all {
        let message = "a sidecar is restarted always, with no rules";
        cx.report(&rules::FORBIDDEN, rules.name_span, rules.path, message).help("leave them out");
        return;
    }
    let items = rules.items();
    if let Some(rule) = items.get(MOST_RULES) {
        let message =
            format!("a container has at most {MOST_RULES} restart rules, and this has {}", items.len());
        cx.report(&rules::TOO_MANY, rule.span(), rules.path, message);
    }
    for rule in &items {
        restart_rule(rule, cx);
    }
}

/// An empty policy is none of them. The schema has no values, since 1.34 forgets the policy, whatever it is.
fn known(policy: &At<'_>, cx: &mut Cx) {
    let Some(text) = policy.text().filter(|text| !POLICIES.contains(text)) else { return };
    let help = match nearest(text, POLICIES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the values are {}", listed(POLICIES)),
    };
    let message = format!("`{text}` is not supported here");
    cx.report(&rules::NOT_SUPPORTED, policy.span(), policy.path, message).help(help);
}

fn restart_rule(rule: &At<'_>, cx: &mut Cx) {
    let Some(codes) = rule.get("exitCodes") else {
        if !rule.is_unknown() {
            let word = cx.word("exitCodes");
            let message = format!("a restart rule needs `{word}`");
            cx.report(&rules::REQUIRED, rule.span(), rule.path_of("exitCodes"), message)
                .help(format!("add `{word}: {{ operator: \"In\", values: [42] }}`"));
        }
        return;
    };
    let Some(values) = codes.get("values") else { return };
    let items = values.items();
    if let Some(value) = items.get(MOST_VALUES) {
        let message =
            format!("a restart rule has at most {MOST_VALUES} exit codes, and this has {}", items.len());
        cx.report(&rules::TOO_MANY, value.span(), values.path, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong_pod, wrong_pod_at};

    fn main(fields: &str) -> String {
        format!(r#"{{ spec: {{ containers: [{{ name: "a", image: "a", {fields} }}] }} }}"#)
    }

    fn init(fields: &str) -> String {
        format!(
            r#"{{ spec: {{ containers: [{{ name: "a", image: "a" }}], initContainers: [{{ name: "i", image: "a", {fields} }}] }} }}"#
        )
    }

    #[test]
    fn a_rule_is_an_action_for_exit_codes() {
        let rules = |rules: &str| main(&format!(r#"restartPolicy: "Never", restartPolicyRules: [{rules}]"#));
        let at = "spec.containers[0].restartPolicyRules[0]";
        let right = r#"{ action: "Restart", exitCodes: { operator: "In", values: [1] } }"#;
        assert_eq!(wrong_pod(&rules(right)), Vec::<String>::new());
        assert_eq!(
            wrong_pod(&rules(r#"{ action: "Start", exitCodes: { operator: "Is", values: [1] } }"#)),
            [
                format!(r#"not_supported at "Start" in {at}.action"#),
                format!(r#"not_supported at "Is" in {at}.exitCodes.operator"#),
            ]
        );
        assert_eq!(
            wrong_pod(&rules(r#"{ action: "Restart" }"#)),
            [format!("required at {{ in {at}.exitCodes")]
        );
        let many = format!("{right}, ").repeat(21);
        assert_eq!(wrong_pod(&rules(&many)), ["too_many at { in spec.containers[0].restartPolicyRules"]);
        let codes = format!(
            r#"{{ action: "Restart", exitCodes: {{ operator: "In", values: [{}] }} }}"#,
            "1, ".repeat(256)
        );
        assert_eq!(wrong_pod(&rules(&codes)), [format!("too_many at 1 in {at}.exitCodes.values")]);
    }

    #[test]
    fn rules_are_exceptions_from_a_policy() {
        let rules =
            r#"restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [1] } }]"#;
        assert_eq!(
            wrong_pod(&main(rules)),
            ["required at restartPolicyRules in spec.containers[0].restartPolicy"]
        );
        let sidecar = init(&format!(r#"restartPolicy: "Always", {rules}"#));
        assert_eq!(wrong_pod(&sidecar), Vec::<String>::new());
        assert_eq!(
            wrong_pod_at(35, &sidecar),
            ["forbidden at restartPolicyRules in spec.initContainers[0].restartPolicyRules"]
        );
        assert_eq!(wrong_pod_at(34, &main(rules)), Vec::<String>::new());
    }

    #[test]
    fn old_versions_have_a_policy_for_sidecars_only() {
        let policy = r#"restartPolicy: "Never""#;
        assert_eq!(
            wrong_pod_at(33, &main(policy)),
            ["forbidden at restartPolicy in spec.containers[0].restartPolicy"]
        );
        assert_eq!(
            wrong_pod_at(33, &init(policy)),
            [r#"not_supported at "Never" in spec.initContainers[0].restartPolicy"#]
        );
        assert_eq!(wrong_pod_at(34, &main(policy)), Vec::<String>::new());
        assert_eq!(
            wrong_pod(&main(r#"restartPolicy: "Sometimes""#)),
            [r#"not_supported at "Sometimes" in spec.containers[0].restartPolicy"#]
        );
        assert_eq!(wrong_pod_at(33, &init(r#"restartPolicy: "Always""#)), Vec::<String>::new());
    }
}
