//! The name of an object and its namespace.

use super::own;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// As much of a beginning is in a generated name (`simpleNameGenerator`).
const BEGINNING: usize = 58;

/// The name of an object, or one like what the API server makes of `generateName`. The place's path is the name's.
pub(in crate::check) fn given<'t>(metadata: &At<'t>) -> Option<(At<'t>, String)> {
    if let Some(name) = metadata.text_of("name") {
        return Some((metadata.get("name")?, name.to_owned()));
    }
    let base = metadata.text_of("generateName").filter(|_| metadata.lacks("name"))?;
    let is_in = |(at, letter): &(usize, char)| at + letter.len_utf8() <= BEGINNING;
    let beginning: String = base.char_indices().take_while(is_in).map(|(_, letter)| letter).collect();
    let at = At { path: metadata.path_of("name"), ..metadata.get("generateName")? };
    // Five letters and digits at random.
    Some((at, format!("{beginning}00000")))
}

/// `ValidateObjectMetaAccessor`, with `NameIsDNSSubdomain`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(metadata) = own(pod) else { return };
    let beginning = metadata.get("generateName");
    let wrong =
        |text: &At<'_>| text.text().is_some_and(|text| !text.is_empty() && name::prefix(text).is_err());
    if beginning.as_ref().is_some_and(wrong) {
        cx.form(&rules::INVALID_NAME, "name's beginning", beginning.as_ref(), name::prefix);
    } else if let Some((at, name)) = given(&metadata)
        && let Err(invalid) = name::subdomain(&name)
    {
        cx.refuse(&rules::INVALID_NAME, at.span(), at.path, "name", &name, invalid);
    }
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
