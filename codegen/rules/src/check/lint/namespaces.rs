//! Namespaces that a pod shares with its node.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// A field, and what whoever is in the pod can do.
const SHARED: [(&str, &str); 3] = [
    ("hostIPC", "reaches the shared memory of the node's processes"),
    ("hostNetwork", "listens at the node's addresses and sees its traffic"),
    ("hostPID", "sees and signals the node's processes"),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for (field, power) in SHARED {
        let Some(at) = pod.field(field).filter(|at| at.is(true)) else { continue };
        let word = cx.word(field);
        cx.report(&rules::HOST_NAMESPACE, at.name_span, at.path, format!("with `{word}` the pod {power}"))
            .help(format!("leave `{word}` out, unless the pod works on the node itself"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    #[test]
    fn a_namespace_of_the_node_is_warned_of() {
        let pod = |field: &str| {
            warned(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#))
        };
        assert_eq!(pod("host_pid: true"), ["host_namespace at host_pid in spec.hostPID"]);
        assert_eq!(pod("host_network: false, host_ipc: ?"), Vec::<String>::new());
    }
}
