//! The owners of an object, with which it goes.

use super::own;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `ValidateOwnerReferences`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(metadata) = own(pod) else { return };
    let mut controller = None;
    for owner in metadata.list("ownerReferences") {
        if let Some(version) = owner.get("apiVersion")
            && let Some(text) = version.text()
            && !is_version(text)
        {
            let message = format!("`{text}` is no version of an API");
            cx.report(&rules::OWNER, version.span(), version.path, message)
                .help("write a group and its version, `apps/v1`, or the version alone, `v1`");
        }
        if owner.text_of("kind") == Some("Event") && owner.text_of("apiVersion") == Some("v1") {
            cx.report(&rules::OWNER, owner.span(), &owner.path, "an event owns nothing");
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
            wrong_pod(&pod),
            [
                r#"owner at "a/b/c" in metadata.ownerReferences[1].apiVersion"#,
                "owner at true in metadata.ownerReferences",
            ]
        );
    }
}
