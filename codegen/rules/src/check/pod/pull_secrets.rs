//! Secrets with which images are pulled.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::pod::Pod;
use crate::rules;

/// `warningsForPodSpecAndMeta`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let mut names = HashMap::new();
    for secret in pod.list("imagePullSecrets") {
        if secret.is_unknown() {
            continue;
        }
        let at = secret.get("name");
        if secret.lacks("name") {
            let span = at.map_or(secret.span(), |at| at.span());
            let word = cx.word("imagePullSecrets");
            let message = format!("an item of `{word}` has no name, and so is no Secret");
            cx.report(&rules::PULL_SECRET, span, secret.path_of("name"), message)
                .help("name a Secret, or leave the item out");
            continue;
        }
        let Some((at, name)) = at.and_then(|at| at.text().map(|name| (at, name))) else { continue };
        if let Some(first) = duplicates::first(&mut names, name, at.span()) {
            let message = format!("the Secret `{name}` is named twice");
            cx.report(&rules::PULL_SECRET, at.span(), at.path, message)
                .help("leave it out")
                .label(first, "named here first");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    #[test]
    fn a_secret_for_images_is_named_once() {
        let pod = |secrets: &str| {
            warned(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], image_pull_secrets: [{secrets}] }} }}"#
            ))
        };
        assert_eq!(
            pod(r#"{ name: "a" }, { name: "a" }"#),
            [r#"pull_secret at "a" in spec.imagePullSecrets[1].name"#]
        );
        assert_eq!(pod("{}"), ["pull_secret at { in spec.imagePullSecrets[0].name"]);
        assert_eq!(pod(r#"{ name: ? }, { name: ? }, { name: "a" }"#), Vec::<String>::new());
    }
}
