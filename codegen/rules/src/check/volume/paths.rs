//! Paths: where volumes are mounted, and which part of them.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in &pod.containers {
        for mount in container.at.list("volumeMounts") {
            mounted(mount.get("mountPath"), cx);
            descending(mount.get("subPath"), cx);
            descending(mount.get("subPathExpr"), cx);
        }
    }
    for volume in pod.list("volumes") {
        let host = volume.get("hostPath").and_then(|host| host.get("path"));
        no_steps_back(host.as_ref(), cx);
        for source in ["configMap", "secret", "downwardAPI"] {
            files(volume.get(source), cx);
        }
        let projected = volume.get("projected").map_or_else(Vec::new, |projected| projected.list("sources"));
        for source in projected {
            for kind in ["configMap", "secret", "downwardAPI"] {
                files(source.get(kind), cx);
            }
        }
    }
}

/// Where the kubelet mounts a volume. On Windows a path begins with its drive.
fn mounted(at: Option<At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(text) = at.text() else { return };
    let drive = text.as_bytes().get(1) == Some(&b':');
    let (message, help) = if drive {
        return;
    } else if !text.starts_with('/') {
        (
            format!("the mount path `{text}` is not absolute"),
            format!("did you mean `/{}`?", text.trim_start_matches("./")),
        )
    } else if text.contains(':') {
        (
            format!("the mount path `{text}` has a `:`"),
            "leave it out: container runtimes split paths there".to_owned(),
        )
    } else {
        return;
    };
    cx.report(&rules::INVALID_MOUNT_PATH, at.span(), at.path, message).help(help);
}

/// The files of a volume that is made of keys.
fn files(source: Option<At<'_>>, cx: &mut Cx) {
    for item in source.map_or_else(Vec::new, |source| source.list("items")) {
        let Some(at) = item.get("path") else { continue };
        if at.text().is_some_and(|text| text.starts_with("..") && !text.starts_with("../")) {
            cx.report(&rules::INVALID_PATH, at.span(), at.path, "a file's path does not begin with `..`");
        } else {
            descending(Some(at), cx);
        }
    }
}

fn descending(at: Option<At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    match at.text() {
        Some(text) if text.starts_with('/') => {
            cx.report(
                &rules::INVALID_PATH,
                at.span(),
                at.path,
                format!("`{text}` is a path within the volume, and absolute"),
            )
            .help(format!("write `{}`", text.trim_start_matches('/')));
        }
        _ => no_steps_back(Some(&at), cx),
    }
}

fn no_steps_back(at: Option<&At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    let Some(text) = at.text() else { return };
    if text.split('/').any(|part| part == "..") {
        cx.report(
            &rules::INVALID_PATH,
            at.span(),
            &at.path,
            format!("the path `{text}` steps back with `..`"),
        )
        .help("name the place itself");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    fn mount(fields: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", volume_mounts: [{{ name: "v", {fields} }}] }}], volumes: [{{ name: "v" }}] }} }}"#
        )
    }

    #[test]
    fn a_mount_path_is_absolute_and_has_no_colon() {
        let relative = mount(r#"mount_path: "mnt/data""#);
        assert_eq!(
            wrong(&relative),
            [r#"invalid_mount_path at "mnt/data" in spec.containers[0].volumeMounts[0].mountPath"#]
        );
        assert_eq!(message(&relative).1, "did you mean `/mnt/data`?");
        assert_eq!(wrong(&mount(r#"mount_path: "/a:b""#)).len(), 1);
        assert_eq!(wrong(&mount(r#"mount_path: "C:\data""#)), Vec::<String>::new());
        assert_eq!(
            wrong(&mount(r#"mount_path: """#)),
            [r#"required at "" in spec.containers[0].volumeMounts[0].mountPath"#]
        );
    }

    #[test]
    fn a_sub_path_stays_in_its_volume() {
        assert_eq!(
            wrong(&mount(r#"mount_path: "/a", sub_path: "/b""#)),
            [r#"invalid_path at "/b" in spec.containers[0].volumeMounts[0].subPath"#]
        );
        assert_eq!(
            wrong(&mount(r#"mount_path: "/a", sub_path: "b/../c""#)),
            [r#"invalid_path at "b/../c" in spec.containers[0].volumeMounts[0].subPath"#]
        );
        assert_eq!(wrong(&mount(r#"mount_path: "/a", sub_path: "b..c""#)), Vec::<String>::new());
    }

    #[test]
    fn the_files_of_a_volume_stay_in_it() {
        let template = |path: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], volumes: [{{ name: "v", secret: {{ secret_name: "s", items: [{{ key: "k", path: "{path}" }}] }} }}] }} }}"#
            ))
        };
        for path in ["..a", "../a", "/a"] {
            assert_eq!(
                template(path),
                [format!("invalid_path at \"{path}\" in spec.volumes[0].secret.items[0].path")]
            );
        }
        assert_eq!(template("a/b"), Vec::<String>::new());
    }
}
