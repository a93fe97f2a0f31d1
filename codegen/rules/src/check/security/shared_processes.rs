//! The containers of a pod share their processes among them, or with the node.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `validateShareProcessNamespace`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(shared) = pod.field("shareProcessNamespace").filter(|at| at.is(true)) else { return };
    let Some(host) = pod.field("hostPID").filter(|at| at.is(true)) else { return };
    // The API server kept the field in the security context until 1.37.
    let path = if cx.has(37) {
        shared.path.into()
    } else {
        shared.path.to_string().replace(".shareProcess", ".securityContext.shareProcess")
    };
    let message = format!("the containers see each other's processes already with `{}`", cx.word("hostPID"));
    cx.report(&rules::SHARED_PROCESSES, shared.span(), path, message)
        .help("keep one of the two")
        .label(host.span(), "the node's processes are shared here");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at};

    #[test]
    fn the_nodes_processes_are_shared_already() {
        let template = r#"{ pod_spec: { host_pid: true, share_process_namespace: true, containers: [{ name: "primary" }] } }"#;
        assert_eq!(wrong(template), ["shared_processes at true in spec.shareProcessNamespace"]);
        assert_eq!(
            wrong_at(36, template),
            ["shared_processes at true in spec.securityContext.shareProcessNamespace"]
        );
        assert_eq!(wrong(&template.replace("host_pid: true", "host_pid: false")), Vec::<String>::new());
    }
}
