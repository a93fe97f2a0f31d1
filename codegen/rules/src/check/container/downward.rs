//! Variables that hold a field of the pod or a resource of the container.

use crate::check::cx::Cx;
use crate::check::field_refs;
use crate::pod::Pod;

/// What a variable can hold (`validEnvDownwardAPIFieldPathExpressions`).
const FIELDS: [&str; 9] = [
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        for source in container.at.list("env").iter().filter_map(|variable| variable.get("valueFrom")) {
            if let Some(field) = source.get("fieldRef") {
                field_refs::field(&field, &FIELDS, cx);
            }
            if let Some(resource) = source.get("resourceFieldRef") {
                field_refs::resource(&resource, cx);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    fn source(source: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", env: [{{ name: "A", value_from: {{ {source} }} }}] }}] }} }}"#
        )
    }

    #[test]
    fn a_variable_holds_a_field_of_the_pod() {
        let field = |path: &str| source(&format!(r#"field_ref: {{ field_path: "{path}" }}"#));
        for right in
            ["status.podIP", "spec.host", "metadata.labels['a.b/c']", "metadata.annotations['A.b/c']"]
        {
            assert_eq!(wrong(&field(right)), Vec::<String>::new(), "{right}");
        }
        for refused in ["status.podIp", "metadata.labels", "spec.restartPolicy", "metadata.name['a']", "x"] {
            assert_eq!(wrong(&field(refused)).len(), 1, "{refused}");
        }
        assert_eq!(message(&field("status.podIp")).1, "did you mean `status.podIP`?");
        let at = "spec.containers[0].env[0].valueFrom.fieldRef";
        let version = source(r#"field_ref: { api_version: "v2", field_path: "metadata.name" }"#);
        assert_eq!(wrong(&version), [format!(r#"field_reference at "v2" in {at}.fieldPath"#)]);
    }

    #[test]
    fn a_variable_holds_a_resource_of_the_container() {
        let at = "spec.containers[0].env[0].valueFrom.resourceFieldRef";
        let resource = |fields: &str| source(&format!("resource_field_ref: {{ {fields} }}"));
        assert_eq!(
            wrong(&resource(r#"resource: "cpu""#)),
            [format!(r#"not_supported at "cpu" in {at}.resource"#)]
        );
        assert_eq!(
            wrong(&resource(r#"resource: "limits.cpu", divisor: "10m""#)),
            [format!(r#"field_reference at "10m" in {at}.divisor"#)]
        );
        assert_eq!(
            wrong(&resource(r#"resource: "limits.hugepages-2Mi", divisor: "1Mi""#)),
            Vec::<String>::new()
        );
    }
}
