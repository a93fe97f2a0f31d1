//! The annotations that held seccomp and AppArmor profiles before there were fields: their values, and that they agree
//! with the fields.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::formats::path;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

/// The key of the pod's seccomp profile, and what those of containers begin with.
pub(super) const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
pub(super) const SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";
pub(super) const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Annotations by their keys, with the place of the key.
type Annotations<'t> = HashMap<&'t str, (SpanId, At<'t>)>;

/// The annotations with a profile.
pub(super) fn by_key<'t>(pod: &Pod<'t>) -> Annotations<'t> {
    let entries = pod.annotations.as_ref().map_or_else(Vec::new, At::entries).into_iter();
    let is_profile = |key: &str| key == SECCOMP_POD || key.starts_with(SECCOMP) || key.starts_with(APP_ARMOR);
    let profiles = entries.filter(|(key, _)| is_profile(&key.name));
    profiles.map(|(key, value)| (key.name.as_str(), (key.span, value))).collect()
}

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let annotations = by_key(pod);
    if annotations.is_empty() {
        return;
    }
    let names = pod.container_names();
    for (key, (span, value)) in &annotations {
        match key.strip_prefix(APP_ARMOR) {
            Some(container) => {
                if names.as_ref().is_some_and(|names| !names.contains(container)) {
                    unknown_container(*span, container, value, cx);
                }
                app_armor(value, cx);
            }
            None => seccomp(key, value, pod, cx),
        }
    }
    agreement(pod, &annotations, cx);
}

/// `ValidateSeccompProfile`
pub(super) fn is_seccomp(profile: &str) -> bool {
    match profile.strip_prefix("localhost/") {
        Some(path) => path::descending(path).is_ok(),
        None => matches!(profile, "runtime/default" | "docker/default" | "unconfined"),
    }
}

/// `ValidateAppArmorProfileFormat`
pub(super) fn is_app_armor(profile: &str) -> bool {
    matches!(profile, "" | "runtime/default" | "unconfined") || profile.starts_with("localhost/")
}

fn seccomp(key: &str, value: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    let Some(text) = value.text() else { return };
    if !is_seccomp(text) {
        // Here the API server writes the key as a field.
        let annotations = pod.annotations.map_or_else(String::new, |annotations| annotations.path.into());
        let path = format!("{annotations}.{key}");
        let word = cx.word("seccompProfile");
        cx.report(&rules::PROFILE_ANNOTATION, value.span(), path, format!("`{text}` is no seccomp profile"))
            .help(format!("give the container a `{word}` instead of this annotation"));
    }
}

fn unknown_container(key: SpanId, container: &str, value: &At<'_>, cx: &mut Cx) {
    let message = format!("the pod has no container `{container}`, whose AppArmor profile this is");
    cx.report(&rules::PROFILE_ANNOTATION, key, value.path, message)
        .help("leave the annotation out, or name a container behind its `/`");
}

fn app_armor(value: &At<'_>, cx: &mut Cx) {
    let Some(text) = value.text() else { return };
    if !is_app_armor(text) {
        let word = cx.word("appArmorProfile");
        cx.report(
            &rules::PROFILE_ANNOTATION,
            value.span(),
            value.path,
            format!("`{text}` is no AppArmor profile"),
        )
        .help(format!("give the container an `{word}` instead of this annotation"));
    }
}

fn agreement(pod: &Pod<'_>, annotations: &Annotations<'_>, cx: &mut Cx) {
    let value_of = |key: &str| annotations.get(key).map(|(_, value)| value);
    let own = pod.field("securityContext");
    if let (Some(profile), Some(value)) = (profile_of(own.as_ref(), "seccompProfile"), value_of(SECCOMP_POD))
    {
        agrees(&profile, &String::from(profile.path), value, cx);
    }
    let is_windows = pod.is_for_windows();
    let own_app_armor = profile_of(own.as_ref(), "appArmorProfile");
    for container in &pod.containers {
        let Some(name) = container.name() else { continue };
        let context = container.at.get("securityContext");
        let seccomp = profile_of(context.as_ref(), "seccompProfile");
        if let (Some(profile), Some(value)) = (seccomp, value_of(&format!("{SECCOMP}{name}"))) {
            agrees(&profile, &String::from(profile.path), value, cx);
        }
        let Some(value) = value_of(&format!("{APP_ARMOR}{name}")).filter(|_| !is_windows) else {
            continue;
        };
        let path = format!("{}.securityContext.appArmorProfile", container.at.path);
        match (profile_of(context.as_ref(), "appArmorProfile"), &own_app_armor) {
            (Some(profile), _) => agrees(&profile, &path, value, cx),
            // Of a pod the API server makes the annotation the container's own field first, where it can.
            (None, Some(_)) if pod.is_pod() && value.text().and_then(field_of).is_some() => {}
            (None, Some(profile)) => agrees(profile, &path, value, cx),
            (None, None) => {}
        }
    }
}

fn profile_of<'t>(context: Option<&At<'t>>, field: &str) -> Option<At<'t>> {
    context.and_then(|context| context.get(field))
}

/// The field that an AppArmor annotation is made, if it can be: the type, and the profile's name
/// (`ApparmorFieldForAnnotation`).
pub(super) fn field_of(annotation: &str) -> Option<(&str, Option<&str>)> {
    match annotation.strip_prefix("localhost/") {
        Some(profile) if !profile.is_empty() && profile.trim() == profile => {
            Some(("Localhost", Some(profile)))
        }
        None if annotation == "runtime/default" => Some(("RuntimeDefault", None)),
        None if annotation == "unconfined" => Some(("Unconfined", None)),
        _ => None,
    }
}

/// Whether an annotation says what the field says.
fn agrees(profile: &At<'_>, path: &str, value: &At<'_>, cx: &mut Cx) {
    let (Some(kind), Some(text)) = (profile.get("type"), value.text()) else { return };
    let file = profile.get("localhostProfile");
    let (is_same, at, field) = match kind.text() {
        Some("Unconfined") => (text == "unconfined", &kind, "type"),
        Some("RuntimeDefault") => {
            let is_docker = text == "docker/default" && path.ends_with("seccompProfile");
            (text == "runtime/default" || is_docker, &kind, "type")
        }
        Some("Localhost") => match (text.strip_prefix("localhost/"), &file) {
            (None, _) => (false, &kind, "type"),
            (Some(wanted), Some(file)) => {
                (file.is_unknown() || file.text() == Some(wanted), file, "localhostProfile")
            }
            // That there is none is said elsewhere.
            (Some(_), None) => return,
        },
        _ => return,
    };
    if !is_same {
        let message = format!("the annotation says `{text}` for the same profile");
        cx.report(&rules::PROFILE_ANNOTATION, at.span(), format!("{path}.{field}"), message)
            .help("leave the annotation out")
            .label(value.span(), "the annotation is here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn pod(annotations: &str, own: &str, context: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ annotations: {{ {annotations} }}, pod_spec: {{ security_context: {{ {own} }}, containers: [{{ name: "primary", security_context: {{ {context} }} }}] }} }}"#
        ))
    }

    #[test]
    fn an_annotation_is_a_profile() {
        assert_eq!(
            pod(
                r#""seccomp.security.alpha.kubernetes.io/pod": "default", "container.seccomp.security.alpha.kubernetes.io/x": "localhost/../a",
                   "container.apparmor.security.beta.kubernetes.io/primary": "default""#,
                "",
                ""
            ),
            [
                r#"profile_annotation at "default" in annotations.seccomp.security.alpha.kubernetes.io/pod"#,
                r#"profile_annotation at "localhost/../a" in annotations.container.seccomp.security.alpha.kubernetes.io/x"#,
                r#"profile_annotation at "default" in annotations[container.apparmor.security.beta.kubernetes.io/primary]"#,
            ]
        );
    }

    #[test]
    fn an_annotation_names_a_container() {
        assert_eq!(
            pod(r#""container.apparmor.security.beta.kubernetes.io/x": "unconfined""#, "", ""),
            [
                r#"profile_annotation at "container.apparmor.security.beta.kubernetes.io/x" in annotations[container.apparmor.security.beta.kubernetes.io/x]"#
            ]
        );
    }

    #[test]
    fn an_annotation_agrees_with_the_field() {
        let key = r#""container.apparmor.security.beta.kubernetes.io/primary""#;
        let field = r#"app_armor_profile: { type: "RuntimeDefault" }"#;
        let refused = [
            r#"profile_annotation at "RuntimeDefault" in spec.containers[0].securityContext.appArmorProfile.type"#,
        ];
        assert_eq!(pod(&format!(r#"{key}: "unconfined""#), "", field), refused);
        assert_eq!(pod(&format!(r#"{key}: "unconfined""#), field, ""), refused);
        assert_eq!(pod(&format!(r#"{key}: "runtime/default""#), field, field), Vec::<String>::new());
        let local = r#"seccomp_profile: { type: "Localhost", localhost_profile: "a" }"#;
        let seccomp = r#""container.seccomp.security.alpha.kubernetes.io/primary": "localhost/b""#;
        assert_eq!(
            pod(seccomp, "", local),
            [
                r#"profile_annotation at "a" in spec.containers[0].securityContext.seccompProfile.localhostProfile"#
            ]
        );
    }
}
