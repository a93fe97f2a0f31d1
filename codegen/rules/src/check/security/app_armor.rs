//! AppArmor profiles: which kind has a name on the node, and what it may be.

use super::contexts::contexts;
use super::seccomp::local_file;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// The longest path of Linux.
const LONGEST: usize = 4095;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for profile in contexts(pod).filter_map(|context| context.get("appArmorProfile")) {
        if let Some(name) = local_file(&profile, "AppArmor", cx) {
            named(&name, cx);
        }
    }
}

fn named(name: &At<'_>, cx: &mut Cx) {
    let Some(text) = name.text() else { return };
    if text.is_empty() {
        cx.report(&rules::REQUIRED, name.span(), name.path, "an AppArmor profile of the node has a name")
            .help("write the profile's name on the node");
    } else if text.trim() != text {
        cx.report(
            &rules::LOCALHOST_PROFILE,
            name.span(),
            name.path,
            format!("the profile's name `{text}` has space around it"),
        )
        .help(format!("write `{}`", text.trim()));
    } else if text.len() > LONGEST {
        let message = format!("an AppArmor profile's name has at most {LONGEST} characters");
        cx.report(&rules::TOO_LONG, name.span(), name.path, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn profile(profile: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", security_context: {{ app_armor_profile: {profile} }} }}] }} }}"#
        ))
    }

    #[test]
    fn a_profile_of_the_node_has_a_name_without_space_around_it() {
        let path = "spec.containers[0].securityContext.appArmorProfile.localhostProfile";
        assert_eq!(profile(r#"{ type: "Localhost" }"#), [format!(r#"required at "Localhost" in {path}"#)]);
        assert_eq!(
            profile(r#"{ type: "Localhost", localhost_profile: "" }"#),
            [format!(r#"required at "" in {path}"#)]
        );
        assert_eq!(
            profile(r#"{ type: "Localhost", localhost_profile: " a" }"#),
            [format!(r#"localhost_profile at " a" in {path}"#)]
        );
        let long = format!(r#"{{ type: "Localhost", localhost_profile: "{}" }}"#, "a".repeat(4096));
        assert_eq!(profile(&long).len(), 1);
        assert_eq!(profile(r#"{ type: "Localhost", localhost_profile: "/a/../b" }"#), Vec::<String>::new());
    }

    #[test]
    fn other_kinds_have_none() {
        assert_eq!(
            profile(r#"{ type: "Unconfined", localhost_profile: "a" }"#),
            [
                "localhost_profile at localhost_profile in spec.containers[0].securityContext.appArmorProfile.localhostProfile"
            ]
        );
    }
}
