//! Finalizers, which an object waits for before it goes.

use super::own;
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// Those without a domain (`IsStandardFinalizerName`).
const STANDARD: [&str; 3] = ["foregroundDeletion", "kubernetes", "orphan"];

/// `ValidateFinalizers`, `validateKubeFinalizerName`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(list) = own(pod).and_then(|metadata| metadata.get("finalizers")) else { return };
    let items = list.items();
    for item in &items {
        let Some(text) = item.text() else { continue };
        if let Err(invalid) = name::qualified(text) {
            // The API server names the list.
            cx.refuse(&rules::FINALIZER, item.span(), list.path, "finalizer", text, invalid);
        } else if !text.contains('/') && !STANDARD.contains(&text) {
            cx.report(
                &rules::FINALIZER,
                item.span(),
                item.path,
                format!("the finalizer `{text}` has no domain"),
            )
            .help(format!("write whose it is: `example.com/{text}`"));
        }
    }
    let of = |name: &str| items.iter().find(|item| item.text() == Some(name));
    if let (Some(orphan), Some(foreground)) = (of("orphan"), of("foregroundDeletion")) {
        let message = "what an object owns is left or goes first, not both";
        cx.report(&rules::FINALIZER, foreground.span(), list.path, message)
            .help("keep one of them")
            .label(orphan.span(), "the other is here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong_pod;

    #[test]
    fn a_finalizer_has_a_domain_or_is_kubernetes_own() {
        let pod = r#"{ metadata: { finalizers: ["kubernetes", "a b", "x", "example.com/x"] }, spec: { containers: [{ name: "a", image: "a" }] } }"#;
        assert_eq!(
            wrong_pod(pod),
            [r#"finalizer at "a b" in metadata.finalizers"#, r#"finalizer at "x" in metadata.finalizers[2]"#]
        );
        let both = r#"{ metadata: { finalizers: ["orphan", "foregroundDeletion"] }, spec: { containers: [{ name: "a", image: "a" }] } }"#;
        assert_eq!(wrong_pod(both), [r#"finalizer at "foregroundDeletion" in metadata.finalizers"#]);
    }
}
