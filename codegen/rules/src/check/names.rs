//! The names of containers, and of the objects that the pod's spec names.

use super::cx::Cx;
use crate::formats::{Invalid, name};
use crate::pod::Pod;
use crate::rules;

type Form = fn(&str) -> Result<(), Invalid>;

/// Fields of the pod's spec, what they name, and its form.
const SPEC: [(&str, &str, Form); 4] = [
    ("serviceAccountName", "service account's name", name::subdomain),
    ("nodeName", "node's name", name::subdomain),
    ("priorityClassName", "priority class's name", name::subdomain),
    ("runtimeClassName", "runtime class's name", name::subdomain),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        cx.form(&rules::INVALID_NAME, "container name", container.at.get("name").as_ref(), name::label);
    }
    let Some(spec) = &pod.spec else { return };
    for (field, what, form) in SPEC {
        cx.form(&rules::INVALID_NAME, what, spec.get(field).as_ref(), form);
    }
    // The one of them that an empty string does not leave out.
    if spec.get("runtimeClassName").is_some() {
        cx.require(spec, "runtimeClassName", "a pod with a runtime class");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    #[test]
    fn containers_and_volumes_have_small_names() {
        let template = r#"{ primary_container_name: "Main", pod_spec: { containers: [{ name: "Main",
            volume_mounts: [{ name: "a_b", mount_path: "/a" }] }], volumes: [{ name: "a_b" }] } }"#;
        assert_eq!(
            wrong(template),
            [
                r#"invalid_name at "Main" in spec.containers[0].name"#,
                r#"invalid_name at "a_b" in spec.volumes[0].name"#,
            ]
        );
    }

    #[test]
    fn what_the_pod_names_has_the_form_of_its_kind() {
        let spec =
            |field: &str| format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#);
        let refused = wrong(&spec(r#"service_account_name: "a.B", hostname: "a.b", node_name: "a.b""#));
        assert_eq!(
            refused,
            [
                r#"invalid_name at "a.B" in spec.serviceAccountName"#,
                r#"invalid_name at "a.b" in spec.hostname"#
            ]
        );
        assert_eq!(
            message(&spec(r#"hostname: "a_b""#)).0,
            "the host name `a_b` has a `_`: only small letters, digits and `-` may stand in it"
        );
    }
}
