//! Secrets and ConfigMaps that a pod names: a name is given, and it and the key have the form of one.

use super::cx::Cx;
use crate::formats::{Invalid, name};
use crate::pod::Pod;
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        for source in container.at.list("envFrom") {
            for reference in ["secretRef", "configMapRef"].iter().filter_map(|field| source.get(field)) {
                cx.require(&reference, "name", "a source of the environment");
                cx.form(&rules::INVALID_NAME, "name", reference.get("name").as_ref(), name_or_prefix);
            }
        }
        for source in container.at.list("env").iter().filter_map(|variable| variable.get("valueFrom")) {
            for reference in ["secretKeyRef", "configMapKeyRef"].iter().filter_map(|field| source.get(field))
            {
                cx.require(&reference, "name", "a source of the environment");
                cx.form(&rules::INVALID_NAME, "name", reference.get("name").as_ref(), name::subdomain);
                cx.form(&rules::INVALID_KEY, "key", reference.get("key").as_ref(), name::key);
            }
        }
    }
}

/// The API server takes these names for the beginning of a generated one, where a last `-` is no mistake
/// (`NameIsDNSSubdomain` with `prefix`).
fn name_or_prefix(text: &str) -> Result<(), Invalid> {
    match text.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => name::subdomain(rest.strip_suffix('-').map_or(rest, |_| text)),
        _ => name::subdomain(text),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn container(fields: &str) -> String {
        format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary", {fields} }}] }} }}"#)
    }

    #[test]
    fn a_source_of_the_environment_has_a_name() {
        let template = container(
            r#"env_from: [{ secret_ref: {} }, { config_map_ref: { name: "A" } }, { secret_ref: { name: "a-" } }]"#,
        );
        assert_eq!(
            wrong(&template),
            [
                "required at { in spec.containers[0].envFrom[0].secretRef.name",
                r#"invalid_name at "A" in spec.containers[0].envFrom[1].configMapRef.name"#,
            ]
        );
    }

    #[test]
    fn a_key_is_a_file_name() {
        let template = container(
            r#"env: [{ name: "A", value_from: { secret_key_ref: { name: "s", key: "a/b" } } },
                { name: "B", value_from: { config_map_key_ref: { key: "k" } } }]"#,
        );
        assert_eq!(
            wrong(&template),
            [
                r#"invalid_key at "a/b" in spec.containers[0].env[0].valueFrom.secretKeyRef.key"#,
                "required at { in spec.containers[0].env[1].valueFrom.configMapKeyRef.name",
            ]
        );
    }
}
