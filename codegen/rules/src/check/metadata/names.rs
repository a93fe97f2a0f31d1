//! The name of an object and its namespace.

use super::own;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// `ValidateObjectMetaAccessor`, with `NameIsDNSSubdomain`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(metadata) = own(pod) else { return };
    cx.form(&rules::INVALID_NAME, "name", metadata.get("name").as_ref(), name::subdomain);
    cx.form(&rules::INVALID_NAME, "name's beginning", metadata.get("generateName").as_ref(), name::prefix);
    cx.form(&rules::INVALID_NAME, "namespace", metadata.get("namespace").as_ref(), name::label);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong_pod;

    #[test]
    fn a_pod_has_a_subdomain_for_a_name_and_a_label_for_a_namespace() {
        let pod = r#"{ metadata: { name: "A", generateName: "a-", namespace: "a.b" }, spec: { containers: [{ name: "a", image: "a" }] } }"#;
        assert_eq!(
            wrong_pod(pod),
            [r#"invalid_name at "A" in metadata.name"#, r#"invalid_name at "a.b" in metadata.namespace"#]
        );
    }
}
