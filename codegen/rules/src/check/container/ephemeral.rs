//! Ephemeral containers come to a pod that runs.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `ValidatePodCreate`, `ValidatePodTemplateSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(list) = pod.field("ephemeralContainers") else { return };
    if !list.items().is_empty() {
        let message = "ephemeral containers are put into a pod that runs, and not written into one";
        cx.report(&rules::EPHEMERAL_CONTAINERS, list.name_span, list.path, message)
            .help("leave them out, and use `kubectl debug` when the pod runs");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn a_pod_begins_without_them() {
        let pod = |list: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], ephemeral_containers: {list} }} }}"#
            ))
        };
        assert_eq!(
            pod(r#"[{ name: "a", image: "a" }]"#),
            ["ephemeral_containers at ephemeral_containers in spec.ephemeralContainers"]
        );
        assert_eq!(pod("[]"), Vec::<String>::new());
    }
}
