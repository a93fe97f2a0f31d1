//! A container that may get no more privileges is not one that always can.

use super::contexts::of_containers;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for context in of_containers(pod) {
        escalation(&context, cx);
    }
}

/// A privileged container can always have more of them.
fn escalation(context: &At<'_>, cx: &mut Cx) {
    let Some(escalation) = context.get("allowPrivilegeEscalation").filter(|at| at.is(false)) else {
        return;
    };
    let word = cx.word("allowPrivilegeEscalation");
    let privileged = context.get("privileged").filter(|at| at.is(true));
    let capabilities = context.get("capabilities").map_or_else(Vec::new, |at| at.list("add"));
    let administrator = capabilities.into_iter().find(|at| at.text() == Some("CAP_SYS_ADMIN"));
    for (at, what) in
        [(privileged, "a privileged container"), (administrator, "a container with `CAP_SYS_ADMIN`")]
    {
        let Some(at) = at else { continue };
        let message = format!("{what} can get more privileges, which `{word}: false` excludes");
        cx.report(&rules::PRIVILEGE_ESCALATION, at.span(), context.path, message)
            .help("leave one of them out")
            .label(escalation.span(), "excluded here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn context(context: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", security_context: {{ {context} }} }}] }} }}"#
        ))
    }

    #[test]
    fn a_privileged_container_can_get_more_privileges() {
        let privileged = context("privileged: true, allow_privilege_escalation: false");
        assert_eq!(privileged, ["privilege_escalation at true in spec.containers[0].securityContext"]);
        let administrator = context(
            r#"capabilities: { add: ["SYS_ADMIN", "CAP_SYS_ADMIN"] }, allow_privilege_escalation: false"#,
        );
        assert_eq!(
            administrator,
            [r#"privilege_escalation at "CAP_SYS_ADMIN" in spec.containers[0].securityContext"#]
        );
        for right in [
            "privileged: true",
            "privileged: true, allow_privilege_escalation: ?",
            "privileged: false, allow_privilege_escalation: false",
        ] {
            assert_eq!(context(right), Vec::<String>::new(), "{right}");
        }
    }
}
