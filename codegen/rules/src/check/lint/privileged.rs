//! A privileged container is root on the node.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        let context = container.at.get("securityContext");
        let privileged = context.and_then(|context| context.get("privileged"));
        let Some(at) = privileged.filter(|at| at.is(true)) else { continue };
        let word = cx.word("privileged");
        cx.report(
            &rules::PRIVILEGED_CONTAINER,
            at.name_span,
            at.path,
            format!("a `{word}` container is root on the node"),
        )
        .help("give it the capabilities that it needs: `capabilities: { add: [\"NET_ADMIN\"] }`");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    #[test]
    fn a_privileged_container_is_warned_of() {
        let pod = |privileged: &str| {
            warned(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary", security_context: {{ privileged: {privileged} }} }}] }} }}"#
            ))
        };
        let said = ["privileged_container at privileged in spec.containers[0].securityContext.privileged"];
        assert_eq!(pod("true"), said);
        assert_eq!(pod("false"), Vec::<String>::new());
    }
}
