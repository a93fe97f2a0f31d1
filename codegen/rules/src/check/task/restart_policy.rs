//! Retries are the task's: neither the pod nor the primary container restarts by itself.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if pod.primary_name.is_none() {
        return;
    }
    if let Some(policy) = pod.field("restartPolicy") {
        refuse(&policy, "the pod of a task is never restarted", cx);
    }
    let Some(primary) = pod.primary() else { return };
    if let Some(policy) = primary.at.get("restartPolicy") {
        refuse(&policy, "the primary container is never restarted in its pod", cx);
    }
    if let Some(policy) = primary.at.get("restartPolicyRules") {
        refuse(&policy, "the primary container is never restarted in its pod", cx);
    }
}

/// `Never` is what podwright sends, so that it may be said.
fn refuse(policy: &At<'_>, why: &str, cx: &mut Cx) {
    if policy.is_unknown() || matches!(policy.text(), Some("Never" | "")) {
        return;
    }
    cx.report(&rules::RESTART_POLICY, policy.name_span, policy.path, format!("{why}: a retry is a new pod"))
        .help("say how often at the task, `#[task(retries = 2)]`, and leave this out");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn a_restart_policy_is_not_the_templates() {
        let pod = r#"{ pod_spec: { restart_policy: "OnFailure", containers: [{ name: "primary" }] } }"#;
        assert_eq!(wrong(pod), ["restart_policy at restart_policy in spec.restartPolicy"]);
        let primary = r#"{ pod_spec: { containers: [{ name: "primary", restart_policy: "Always" }] } }"#;
        assert_eq!(wrong(primary), ["restart_policy at restart_policy in spec.containers[0].restartPolicy"]);
    }

    #[test]
    fn never_is_what_is_sent() {
        let template = r#"{ pod_spec: { restart_policy: "Never", containers: [{ name: "primary" }] } }"#;
        assert_eq!(wrong(template), Vec::<String>::new());
    }
}
