//! The owners of an object, with which it goes.

use std::collections::HashMap;

use super::own;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;
use crate::tree::Value;

/// What tells owners apart.
const FIELDS: [&str; 6] = ["apiVersion", "blockOwnerDeletion", "controller", "kind", "name", "uid"];

type Fields<'t> = [Option<&'t Value>; FIELDS.len()];

/// `ValidateOwnerReferences`, after `dedupOwnerReferences` of the API server's handlers
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(metadata) = own(pod) else { return };
    let mut controller = None;
    let mut before: HashMap<&str, Vec<Fields<'_>>> = HashMap::new();
    for owner in metadata.list("ownerReferences") {
        let fields = FIELDS.map(|field| owner.get(field).map(|at| &at.node.value));
        let same_object = before.entry(owner.text_of("uid").unwrap_or_default()).or_default();
        if same_object.contains(&fields) {
            cx.report(&rules::DUPLICATE_OWNER, owner.span(), owner.path, "this owner is there already")
                .help("leave it out, as the API server does");
            continue;
        }
        same_object.push(fields);
        if let Some(version) = owner.get("apiVersion")
            && let Some(text) = version.text()
            && !is_version(text)
        {
            let message = format!("`{text}` is no version of an API");
            cx.report(&rules::OWNER, version.span(), version.path, message)
                .help("write a group and its version, `apps/v1`, or the version alone, `v1`");
        }
        if owner.text_of("kind") == Some("Event") && owner.text_of("apiVersion") == Some("v1") {
            cx.report(&rules::OWNER, owner.span(), owner.path, "an event owns nothing");
        }
        let Some(is_controller) = owner.get("controller").filter(|value| value.is(true)) else { continue };
        match controller {
            None => controller = Some(is_controller.span()),
            Some(first) => {
                cx.report(
                    &rules::OWNER,
                    is_controller.span(),
                    metadata.path_of("ownerReferences"),
                    "one owner is the controller",
                )
                .help("leave it out of the others")
                .label(first, "the first is here");
            }
        }
    }
}

/// `ParseGroupVersion`
fn is_version(text: &str) -> bool {
    match text.split_once('/') {
        Some((_, version)) => !version.is_empty() && !version.contains('/'),
        None => !text.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong_pod;

    #[test]
    fn an_owner_has_a_version_and_one_is_the_controller() {
        let owner = |version: &str| {
            format!(r#"{{ apiVersion: "{version}", kind: "Job", name: "a", uid: "1", controller: true }}"#)
        };
        let pod = format!(
            r#"{{ metadata: {{ ownerReferences: [{}, {}] }}, spec: {{ containers: [{{ name: "a", image: "a" }}] }} }}"#,
            owner("batch/v1"),
            owner("a/b/c")
        );
        assert_eq!(
            wrong_pod(&pod.replace("a/b/c", "batch/v1")),
            Vec::<String>::new(),
            "one that is there twice"
        );
        assert_eq!(
            wrong_pod(&pod),
            [
                r#"owner at "a/b/c" in metadata.ownerReferences[1].apiVersion"#,
                "owner at true in metadata.ownerReferences",
            ]
        );
    }
}
