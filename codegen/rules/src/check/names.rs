//! The names of containers and volumes, and of the objects that the pod's spec names.

use super::cx::Cx;
use crate::formats::{Invalid, name};
use crate::pod::Pod;
use crate::rules;

type Form = fn(&str) -> Result<(), Invalid>;

/// Fields of the pod's spec, what they name, and its form.
const SPEC: [(&str, &str, Form); 6] = [
    ("serviceAccountName", "service account's name", name::subdomain),
    ("nodeName", "node's name", name::subdomain),
    ("priorityClassName", "priority class's name", name::subdomain),
    ("runtimeClassName", "runtime class's name", name::subdomain),
    ("hostname", "host name", name::label),
    ("subdomain", "subdomain", name::label),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        cx.form(&rules::INVALID_NAME, "container name", container.at.get("name").as_ref(), name::label);
    }
    for volume in pod.list("volumes") {
        cx.form(&rules::INVALID_NAME, "volume name", volume.get("name").as_ref(), name::label);
        let driver = volume.get("csi").and_then(|csi| csi.get("driver"));
        cx.form(&rules::INVALID_NAME, "CSI driver", driver.as_ref(), driver_name);
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

/// A driver's name may have capitals, and is short (`ValidateCSIDriverName`).
fn driver_name(text: &str) -> Result<(), Invalid> {
    if text.len() > 63 {
        return Err(Invalid { reason: "is longer than 63 characters", start: 63, end: text.len() });
    }
    name::subdomain(&text.to_ascii_lowercase())
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

    #[test]
    fn a_csi_driver_may_have_capitals() {
        let volume = |driver: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], volumes: [{{ name: "v", csi: {{ driver: "{driver}" }} }}] }} }}"#
            ))
        };
        assert_eq!(volume("CSI.example.com"), Vec::<String>::new());
        assert_eq!(volume("csi/x"), [r#"invalid_name at "csi/x" in spec.volumes[0].csi.driver"#]);
    }
}
