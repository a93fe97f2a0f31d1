//! What is mounted is declared, and each path holds one volume.

use std::collections::{HashMap, HashSet};

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::check::nearest::{listed, nearest};
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let volumes = pod.list("volumes");
    let claims = pod.claim_templates();
    let declared: Vec<&str> =
        volumes.iter().filter_map(|volume| volume.text_of("name")).chain(claims.iter().copied()).collect();
    let known: HashSet<&str> = declared.iter().copied().collect();
    let knows_all = pod.knows_names_of("volumes");
    for container in &pod.containers {
        let mut paths = HashMap::new();
        let mounts = container.at.list("volumeMounts");
        for mount in &mounts {
            twice(mount, &mut paths, cx);
        }
        for mount in mounts.iter().chain(&container.at.list("volumeDevices")).filter(|_| knows_all) {
            let Some(name) = mount.get("name") else { continue };
            if name.text().is_some_and(|text| !known.contains(text)) {
                undeclared(&name, &declared, cx);
            }
        }
    }
}

fn undeclared(at: &At<'_>, declared: &[&str], cx: &mut Cx) {
    let name = at.text().unwrap_or_default();
    let help = match nearest(name, declared.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if declared.is_empty() => format!("declare it: `volumes: [{{ name: \"{name}\", … }}]`"),
        None => format!("the volumes are {}; or declare it in `volumes`", listed(declared.iter().copied())),
    };
    cx.report(&rules::UNDECLARED_VOLUME, at.span(), at.path, format!("the pod has no volume `{name}`"))
        .help(help);
}

fn twice<'t>(mount: &At<'t>, paths: &mut HashMap<&'t str, SpanId>, cx: &mut Cx) {
    let Some(at) = mount.get("mountPath") else { return };
    let Some(text) = at.text() else { return };
    if let Some(first) = duplicates::first(paths, text, at.span()) {
        let message = format!("`{text}` is mounted twice in this container");
        cx.report(&rules::DUPLICATE_MOUNT_PATH, at.span(), at.path, message)
            .help("mount one of them elsewhere")
            .label(first, "first mounted here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    fn pod(mounts: &str, volumes: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", volume_mounts: [{mounts}] }}], volumes: {volumes} }} }}"#
        )
    }

    #[test]
    fn a_mount_of_an_undeclared_volume_is_refused() {
        let near = pod(
            r#"{ name: "data-volum", mount_path: "/a" }, { name: "data-volume", mount_path: "/b" }"#,
            r#"[{ name: "data-volume" }]"#,
        );
        assert_eq!(
            wrong(&near),
            [r#"undeclared_volume at "data-volum" in spec.containers[0].volumeMounts[0].name"#]
        );
        assert_eq!(message(&near).1, "did you mean `data-volume`?");
        let none = pod(r#"{ name: "data", mount_path: "/a" }"#, "[]");
        assert_eq!(message(&none).1, "declare it: `volumes: [{ name: \"data\", … }]`");
    }

    #[test]
    fn what_cannot_be_known_is_taken_for_right() {
        for volumes in [r"[{ name: ? }]", "[!]", "!", r#"[{ nmae: "data" }]"#] {
            let refused = wrong(&pod(r#"{ name: "data", mount_path: "/a" }"#, volumes));
            assert!(!refused.iter().any(|line| line.starts_with("undeclared")), "{refused:?}");
        }
        assert_eq!(
            wrong(&pod(r"{ name: ?, mount_path: ? }, { name: ?, mount_path: ? }", "[]")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_path_holds_one_volume() {
        let template = pod(
            r#"{ name: "a", mount_path: "/a" }, { name: "b", mount_path: "/a" }"#,
            r#"[{ name: "a" }, { name: "b" }]"#,
        );
        assert_eq!(
            wrong(&template),
            [r#"duplicate_mount_path at "/a" in spec.containers[0].volumeMounts[1].mountPath"#]
        );
        let near =
            pod(r#"{ name: "a", mount_path: "/" }, { name: "a", mount_path: "//" }"#, r#"[{ name: "a" }]"#);
        assert_eq!(wrong(&near), Vec::<String>::new());
    }
}
