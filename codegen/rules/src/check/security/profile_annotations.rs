//! The annotations that held seccomp and AppArmor profiles before there were fields: their values, and that they agree
//! with the fields.

use std::collections::{HashMap, HashSet};

use crate::check::cx::Cx;
use crate::pod::{At, Container, Pod};
use crate::rules;
use crate::tree::Key;

const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(annotations) = &pod.annotations else { return };
    let entries = annotations.entries();
    let mut by_key = HashMap::new();
    let names: HashSet<&str> = pod.containers.iter().filter_map(Container::name).collect();
    let knows_names = pod.knows_names_of("containers") && pod.knows_names_of("initContainers");
    for (key, value) in &entries {
        if key.name == SECCOMP_POD || key.name.starts_with(SECCOMP) {
            seccomp(key, value, annotations, cx);
        } else if let Some(container) = key.name.strip_prefix(APP_ARMOR) {
            if knows_names && !names.contains(container) {
                unknown_container(key, container, value, cx);
            }
            app_armor(value, cx);
        } else {
            continue;
        }
        by_key.insert(key.name.as_str(), value);
    }
    if !by_key.is_empty() {
        agreement(pod, &by_key, cx);
    }
}

/// `ValidateSeccompProfile`
fn seccomp(key: &Key, value: &At<'_>, annotations: &At<'_>, cx: &mut Cx) {
    let Some(text) = value.text() else { return };
    let local = text.strip_prefix("localhost/");
    let is_right = match local {
        Some(path) => !path.starts_with('/') && path.split('/').all(|part| part != ".."),
        None => matches!(text, "runtime/default" | "docker/default" | "unconfined"),
    };
    if !is_right {
        // Here the API server writes the key as a field.
        let path = format!("{}.{}", annotations.path, key.name);
        let word = cx.word("seccompProfile");
        cx.report(&rules::PROFILE_ANNOTATION, value.span(), path, format!("`{text}` is no seccomp profile"))
            .help(format!("give the container a `{word}` instead of this annotation"));
    }
}

fn unknown_container(key: &Key, container: &str, value: &At<'_>, cx: &mut Cx) {
    let message = format!("the pod has no container `{container}`, whose AppArmor profile this is");
    cx.report(&rules::PROFILE_ANNOTATION, key.span, &value.path, message)
        .help("leave the annotation out, or name a container behind its `/`");
}

/// `ValidateAppArmorProfileFormat`
fn app_armor(value: &At<'_>, cx: &mut Cx) {
    let Some(text) = value.text() else { return };
    if !matches!(text, "" | "runtime/default" | "unconfined") && !text.starts_with("localhost/") {
        let word = cx.word("appArmorProfile");
        cx.report(
            &rules::PROFILE_ANNOTATION,
            value.span(),
            &value.path,
            format!("`{text}` is no AppArmor profile"),
        )
        .help(format!("give the container an `{word}` instead of this annotation"));
    }
}

fn agreement(pod: &Pod<'_>, annotations: &HashMap<&str, &At<'_>>, cx: &mut Cx) {
    let own = pod.field("securityContext");
    if let (Some(profile), Some(value)) =
        (profile_of(own.as_ref(), "seccompProfile"), annotations.get(SECCOMP_POD))
    {
        agrees(&profile, &profile.path, value, cx);
    }
    let is_windows =
        pod.field("os").and_then(|os| os.get("name")).is_some_and(|name| name.text() == Some("windows"));
    let own_app_armor = profile_of(own.as_ref(), "appArmorProfile");
    for container in &pod.containers {
        let Some(name) = container.name() else { continue };
        let context = container.at.get("securityContext");
        let seccomp = profile_of(context.as_ref(), "seccompProfile");
        if let (Some(profile), Some(value)) = (seccomp, annotations.get(format!("{SECCOMP}{name}").as_str()))
        {
            agrees(&profile, &profile.path, value, cx);
        }
        let Some(value) = annotations.get(format!("{APP_ARMOR}{name}").as_str()).filter(|_| !is_windows)
        else {
            continue;
        };
        let path = format!("{}.securityContext.appArmorProfile", container.at.path);
        match (profile_of(context.as_ref(), "appArmorProfile"), &own_app_armor) {
            (Some(profile), _) => agrees(&profile, &path, value, cx),
            // Of a pod the API server makes the annotation the container's own field first, where it can.
            (None, Some(_)) if pod.is_pod() && is_made_a_field(value) => {}
            (None, Some(profile)) => agrees(profile, &path, value, cx),
            (None, None) => {}
        }
    }
}

fn profile_of<'t>(context: Option<&At<'t>>, field: &str) -> Option<At<'t>> {
    context.and_then(|context| context.get(field))
}

/// `ApparmorFieldForAnnotation`
fn is_made_a_field(value: &At<'_>) -> bool {
    value.text().is_some_and(|text| match text.strip_prefix("localhost/") {
        Some(profile) => !profile.is_empty() && profile.trim() == profile,
        None => matches!(text, "runtime/default" | "unconfined"),
    })
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
