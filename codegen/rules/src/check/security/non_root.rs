//! A container that may not run as root does not ask to.

use std::collections::HashSet;

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// The kubelet takes what the container does not say from the pod (`verifyRunAsNonRoot`).
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let own = pod.field("securityContext");
    let mut said = HashSet::new();
    for container in &pod.containers {
        let context = container.at.get("securityContext");
        let effective = |field: &str| -> Option<At<'_>> {
            context.as_ref().and_then(|at| at.get(field)).or_else(|| own.as_ref()?.get(field))
        };
        let Some(policy) = effective("runAsNonRoot").filter(|at| at.is(true)) else { continue };
        let Some(user) = effective("runAsUser").filter(|at| at.integer() == Some(0)) else { continue };
        // What the pod says is one mistake for all its containers.
        if !said.insert(user.span()) {
            continue;
        }
        let message = format!("`{}` excludes root, whose number is 0", cx.word("runAsNonRoot"));
        cx.report(&rules::NON_ROOT, user.span(), user.path, message)
            .help("write another user's number, or leave it out for the image's own")
            .label(policy.span(), "root is excluded here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_pod};

    fn pod(own: &str, context: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ security_context: {{ {own} }}, containers: [{{ name: "primary", security_context: {{ {context} }} }}] }} }}"#
        ))
    }

    #[test]
    fn root_is_not_asked_for_where_it_is_excluded() {
        let refused = ["non_root at 0 in spec.containers[0].securityContext.runAsUser"];
        assert_eq!(pod("run_as_non_root: true", "run_as_user: 0"), refused);
        assert_eq!(pod("", "run_as_non_root: true, run_as_user: 0"), refused);
        assert_eq!(pod("run_as_user: 0, run_as_non_root: true", "run_as_user: 1"), Vec::<String>::new());
        assert_eq!(
            pod("run_as_user: 0, run_as_non_root: true", "run_as_non_root: false"),
            Vec::<String>::new()
        );
        assert_eq!(pod("run_as_user: ?, run_as_non_root: true", ""), Vec::<String>::new());
    }

    #[test]
    fn of_the_pod_it_is_said_once() {
        let template = r#"{ pod_spec: { security_context: { run_as_user: 0, run_as_non_root: true },
            containers: [{ name: "primary" }, { name: "b", image: "a" }] } }"#;
        assert_eq!(wrong(template), ["non_root at 0 in spec.securityContext.runAsUser"]);
    }

    #[test]
    fn the_api_server_takes_it() {
        let template = r#"{ spec: { securityContext: { runAsUser: 0, runAsNonRoot: true }, containers: [{ name: "a", image: "a" }] } }"#;
        assert_eq!(wrong_pod(template), Vec::<String>::new());
    }
}
