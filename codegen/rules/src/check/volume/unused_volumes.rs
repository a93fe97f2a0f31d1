//! A volume that no container mounts is probably a mistake, unless a mount that no volume fits is meant for it.

use std::collections::HashSet;

use crate::check::cx::Cx;
use crate::check::nearest::nearest;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(mut used) = used(pod) else { return };
    used.extend(meant(pod, &used));
    for volume in pod.list("volumes") {
        let Some(at) = volume.get("name") else { continue };
        let Some(name) = at.text().filter(|name| !used.contains(name)) else { continue };
        let help =
            format!("mount it: `{}: [{{ name: \"{name}\", … }}]`, or leave it out", cx.word("volumeMounts"));
        cx.report(
            &rules::UNUSED_VOLUME,
            at.span(),
            at.path,
            format!("no container mounts the volume `{name}`"),
        )
        .help(help);
    }
}

/// The volumes that are near to names which no volume has: that error says all there is to say.
fn meant<'t>(pod: &Pod<'t>, used: &HashSet<&'t str>) -> Vec<&'t str> {
    let volumes = pod.list("volumes");
    let declared: Vec<_> = volumes.iter().filter_map(|volume| volume.text_of("name")).collect();
    let unknown = used.iter().filter(|name| !declared.contains(name));
    unknown.filter_map(|name| nearest(name, declared.iter().copied())).collect()
}

/// The volumes that containers use; nothing where it cannot be told.
fn used<'t>(pod: &Pod<'t>) -> Option<HashSet<&'t str>> {
    if !pod.knows_names_of("containers") || !pod.knows_names_of("initContainers") {
        return None;
    }
    let mut names = Vec::new();
    for container in &pod.containers {
        for list in ["volumeMounts", "volumeDevices", "env"] {
            if container.at.get(list).is_some_and(|list| list.is_unknown()) {
                return None;
            }
        }
        let mounts = [container.at.list("volumeMounts"), container.at.list("volumeDevices")].concat();
        names.extend(mounts.iter().map(|mount| mount.get("name")?.text()));
        names.extend(
            container.at.list("env").iter().filter_map(file).map(|file| file.get("volumeName")?.text()),
        );
    }
    names.into_iter().collect()
}

/// The file of a volume that a variable is read from.
fn file<'t>(variable: &At<'t>) -> Option<At<'t>> {
    variable.get("valueFrom")?.get("fileKeyRef")
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    fn pod(mounts: &str) -> Vec<String> {
        warned(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", {mounts} }}], volumes: [{{ name: "data" }}] }} }}"#
        ))
    }

    #[test]
    fn a_volume_mounted_nowhere_is_warned_of() {
        assert_eq!(pod(""), [r#"unused_volume at "data" in spec.volumes[0].name"#]);
        assert_eq!(pod(r#"volume_devices: [{ name: "data", device_path: "/dev/a" }]"#), Vec::<String>::new());
    }

    #[test]
    fn a_typo_in_a_mount_is_one_mistake() {
        let mount = |name: &str| format!(r#"volume_mounts: [{{ name: "{name}", mount_path: "/a" }}]"#);
        assert_eq!(pod(&mount("dta")), Vec::<String>::new());
        assert_eq!(pod(&mount("cache")).len(), 1, "it is near to nothing");
    }

    #[test]
    fn what_cannot_be_known_is_taken_for_right() {
        assert_eq!(pod("volume_mounts: !"), Vec::<String>::new());
        assert_eq!(pod(r#"volume_mounts: [{ name: ?, mount_path: "/a" }]"#), Vec::<String>::new());
    }
}
