//! Seccomp profiles: which kind has a file on the node, and where it lies.

use super::contexts::contexts;
use crate::check::cx::Cx;
use crate::formats::path::no_backsteps;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for profile in contexts(pod).filter_map(|context| context.get("seccompProfile")) {
        let Some(file) = local_file(&profile, "seccomp", cx) else { continue };
        path(&file, cx);
    }
}

/// The profile's file on the node: given where the kind is `Localhost`, and only there.
pub(super) fn local_file<'t>(profile: &At<'t>, what: &str, cx: &mut Cx) -> Option<At<'t>> {
    let kind = profile.get("type")?;
    let file = profile.get("localhostProfile");
    let word = cx.word("localhostProfile");
    match (kind.text()?, file) {
        ("Localhost", Some(file)) => return Some(file),
        ("Localhost", None) => {
            let message = format!("a {what} profile of the node needs `{word}`");
            cx.report(&rules::REQUIRED, kind.span(), profile.path_of("localhostProfile"), message)
                .help(format!("add `{word}: \"…\"`, the profile's name on the node"));
        }
        (other, Some(file)) => {
            let message = format!("`{word}` stands with the type `Localhost` only, and this is `{other}`");
            cx.report(&rules::LOCALHOST_PROFILE, file.name_span, file.path, message)
                .help("leave it out, or write `type: \"Localhost\"`")
                .label(kind.node.span, "the type is given here");
        }
        (_, None) => {}
    }
    None
}

/// It is looked up in the kubelet's folder of profiles (`validateLocalDescendingPath`).
fn path(file: &At<'_>, cx: &mut Cx) {
    let Some(text) = file.text() else { return };
    if text.starts_with('/') {
        let message = format!("`{text}` is absolute, and a profile lies in the kubelet's own folder");
        cx.report(&rules::LOCALHOST_PROFILE, file.span(), file.path, message)
            .help(format!("write `{}`, below that folder", text.trim_start_matches('/')));
    } else if no_backsteps(text).is_err() {
        let message = format!("the profile's path `{text}` steps back with `..`");
        cx.report(&rules::LOCALHOST_PROFILE, file.span(), file.path, message)
            .help("name the place itself, below the kubelet's folder of profiles");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    fn profile(profile: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ security_context: {{ seccomp_profile: {profile} }}, containers: [{{ name: "primary" }}] }} }}"#
        )
    }

    #[test]
    fn a_profile_of_the_node_is_named() {
        let template = profile(r#"{ type: "Localhost" }"#);
        assert_eq!(
            wrong(&template),
            [r#"required at "Localhost" in spec.securityContext.seccompProfile.localhostProfile"#]
        );
        assert_eq!(wrong(&profile("{ type: ? }")), Vec::<String>::new());
        assert_eq!(wrong(&profile(r#"{ type: "Lokalhost" }"#)).len(), 1);
    }

    #[test]
    fn other_kinds_name_none() {
        let template = profile(r#"{ type: "RuntimeDefault", localhost_profile: "a" }"#);
        assert_eq!(
            wrong(&template),
            [
                "localhost_profile at localhost_profile in spec.securityContext.seccompProfile.localhostProfile"
            ]
        );
        assert_eq!(
            message(&template).0,
            "`localhost_profile` stands with the type `Localhost` only, and this is `RuntimeDefault`"
        );
    }

    #[test]
    fn a_profile_stays_in_its_folder() {
        for path in ["/a", "a/../b"] {
            let template = profile(&format!(r#"{{ type: "Localhost", localhost_profile: "{path}" }}"#));
            assert_eq!(
                wrong(&template),
                [format!(
                    r#"localhost_profile at "{path}" in spec.securityContext.seccompProfile.localhostProfile"#
                )]
            );
        }
        assert_eq!(
            wrong(&profile(r#"{ type: "Localhost", localhost_profile: "a/b.json" }"#)),
            Vec::<String>::new()
        );
    }
}
