//! Annotations with a seccomp or AppArmor profile that no field repeats: the one does nothing any more, the other is on its
//! way out.

use super::profile_annotations::{
    APP_ARMOR, SECCOMP, SECCOMP_POD, by_key, field_of, is_app_armor, is_seccomp,
};
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let annotations = by_key(pod);
    if annotations.is_empty() {
        return;
    }
    // What is no profile is refused already.
    let find = |key: &str, is_right: fn(&str) -> bool| {
        annotations.get(key).filter(|(_, value)| value.text().is_none_or(is_right))
    };
    let own = pod.field("securityContext");
    if let Some((at, _)) = find(SECCOMP_POD, is_seccomp).filter(|_| !has(own.as_ref(), "seccompProfile")) {
        warn(*at, SECCOMP_POD, "seccompProfile", pod, cx);
    }
    let own_profile = own.as_ref().and_then(|context| context.get("appArmorProfile"));
    let is_windows = pod.is_for_windows();
    for container in &pod.containers {
        let Some(name) = container.name() else { continue };
        let context = container.at.get("securityContext");
        let key = format!("{SECCOMP}{name}");
        if let Some((at, _)) = find(&key, is_seccomp).filter(|_| !has(context.as_ref(), "seccompProfile")) {
            warn(*at, &key, "seccompProfile", pod, cx);
        }
        let key = format!("{APP_ARMOR}{name}");
        let annotation = find(&key, is_app_armor).filter(|_| !has(context.as_ref(), "appArmorProfile"));
        let Some((at, value)) = annotation.filter(|_| !(is_windows && pod.is_pod())) else { continue };
        if own_profile.as_ref().is_none_or(|profile| !is_same(profile, value)) {
            warn(*at, &key, "appArmorProfile", pod, cx);
        }
    }
}

fn has(context: Option<&At<'_>>, field: &str) -> bool {
    context.is_some_and(|at| at.get(field).is_some())
}

/// Whether the field says what the annotation does, as far as both are known.
fn is_same(profile: &At<'_>, value: &At<'_>) -> bool {
    let (Some(kind), Some(text)) = (profile.get("type"), value.text()) else { return true };
    let file = profile.get("localhostProfile");
    if kind.is_unknown() || file.as_ref().is_some_and(At::is_unknown) {
        return true;
    }
    field_of(text) == kind.text().map(|kind| (kind, file.and_then(|file| file.text())))
}

fn warn(at: SpanId, key: &str, field: &str, pod: &Pod<'_>, cx: &mut Cx) {
    let path = pod.warned_annotation(key);
    let message = match field {
        "seccompProfile" => "this annotation does nothing since Kubernetes 1.27",
        _ => "this annotation is deprecated since Kubernetes 1.30",
    };
    let word = cx.word(field);
    cx.report(&rules::UNUSED_PROFILE_ANNOTATION, at, path, message)
        .help(format!("use the field `{word}` of the security context"));
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    fn pod(annotation: &str, own: &str, context: &str) -> Vec<String> {
        warned(&format!(
            r#"{{ annotations: {{ {annotation} }}, pod_spec: {{ security_context: {{ {own} }}, containers: [{{ name: "primary", security_context: {{ {context} }} }}] }} }}"#
        ))
    }

    #[test]
    fn a_profile_in_an_annotation_alone_is_warned_of() {
        let seccomp = r#""seccomp.security.alpha.kubernetes.io/pod": "runtime/default""#;
        assert_eq!(pod(seccomp, "", "").len(), 1);
        assert_eq!(pod(seccomp, r#"seccomp_profile: { type: "RuntimeDefault" }"#, ""), Vec::<String>::new());
        let container = r#""container.seccomp.security.alpha.kubernetes.io/primary": "unconfined""#;
        assert_eq!(pod(container, r#"seccomp_profile: { type: "Unconfined" }"#, "").len(), 1);
        assert_eq!(pod(container, "", r#"seccomp_profile: { type: "Unconfined" }"#), Vec::<String>::new());
        let app_armor = r#""container.apparmor.security.beta.kubernetes.io/primary": "localhost/a""#;
        assert_eq!(pod(app_armor, "", "").len(), 1);
        let same = r#"app_armor_profile: { type: "Localhost", localhost_profile: "a" }"#;
        assert_eq!(pod(app_armor, same, ""), Vec::<String>::new());
    }
}
