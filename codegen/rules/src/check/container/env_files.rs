//! Variables out of a file: what the file is, and that it lies in an `emptyDir` of the pod.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::nearest::nearest;
use crate::formats::name;
use crate::formats::path::no_backsteps;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::generated::VOLUME;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let volumes = pod.list("volumes");
    let by_name: HashMap<&str, &At<'_>> =
        volumes.iter().filter_map(|volume| Some((volume.text_of("name")?, volume))).collect();
    let knows_volumes = pod.knows_names_of("volumes");
    for container in &pod.containers {
        for source in container.at.list("env").iter().filter_map(|variable| variable.get("valueFrom")) {
            let Some(file) = source.get("fileKeyRef") else { continue };
            cx.form(&rules::INVALID_ENV_NAME, "key", file.get("key").as_ref(), name::env);
            path(&file, cx);
            let Some(volume) = file.get("volumeName") else { continue };
            if knows_volumes {
                in_volume(&volume, &volumes, &by_name, cx);
            }
        }
    }
}

fn path(file: &At<'_>, cx: &mut Cx) {
    let Some(path) = file.get("path") else { return };
    if path.text().is_some_and(|text| no_backsteps(text).is_err()) {
        cx.report(&rules::INVALID_PATH, path.span(), path.path, "a file's path does not step back with `..`")
            .help("name the place itself, within the volume");
    }
}

/// `validateFileKeyRefVolumes`
fn in_volume(at: &At<'_>, volumes: &[At<'_>], by_name: &HashMap<&str, &At<'_>>, cx: &mut Cx) {
    let Some(text) = at.text().filter(|text| !text.is_empty()) else { return };
    let Some(volume) = by_name.get(text) else {
        let help = match nearest(text, volumes.iter().filter_map(|volume| volume.text_of("name"))) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it: `volumes: [{{ name: \"{text}\" }}]`"),
        };
        cx.report(&rules::UNDECLARED_VOLUME, at.span(), at.path, format!("the pod has no volume `{text}`"))
            .help(help);
        return;
    };
    // A volume without a source is an empty directory.
    let other =
        VOLUME.union.iter().filter(|source| **source != "emptyDir").find_map(|source| volume.get(source));
    if let Some(other) = other.filter(|_| volume.get("emptyDir").is_none()) {
        let word = cx.word("emptyDir");
        let message =
            format!("a variable comes out of a file in an `{word}`, and `{text}` is another volume");
        cx.report(&rules::ENV_FILE_VOLUME, at.span(), at.path, message)
            .help(format!("name a volume that is an `{word}`, into which a container writes the file"))
            .label(other.name_span, "the volume's source is given here");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at};

    fn file(fields: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", env: [{{ name: "A", value_from: {{ file_key_ref: {{ {fields} }} }} }}],
                volume_mounts: [{{ name: "e", mount_path: "/e" }}, {{ name: "s", mount_path: "/s" }}] }}],
                volumes: [{{ name: "e" }}, {{ name: "s", secret: {{ secret_name: "s" }} }}] }} }}"#
        )
    }

    #[test]
    fn a_file_lies_in_an_empty_directory() {
        let at = "spec.containers[0].env[0].valueFrom.fileKeyRef";
        let fields = |volume: &str| file(&format!(r#"key: "A", path: "env", volume_name: "{volume}""#));
        assert_eq!(wrong(&fields("e")), Vec::<String>::new());
        assert_eq!(wrong(&fields("s")), [format!(r#"env_file_volume at "s" in {at}.volumeName"#)]);
        assert_eq!(wrong(&fields("f")), [format!(r#"undeclared_volume at "f" in {at}.volumeName"#)]);
    }

    #[test]
    fn a_file_has_a_path_and_a_key() {
        let at = "spec.containers[0].env[0].valueFrom.fileKeyRef";
        assert_eq!(
            wrong(&file(r#"key: "A=B", path: "a/../b", volume_name: "e""#)),
            [
                format!(r#"invalid_env_name at "A=B" in {at}.key"#),
                format!(r#"invalid_path at "a/../b" in {at}.path"#),
            ]
        );
    }

    #[test]
    fn without_the_feature_there_is_no_source() {
        let template = file(r#"key: "A", path: "env", volume_name: "f""#);
        assert_eq!(wrong_at(34, &template), ["env_source at { in spec.containers[0].env[0].valueFrom"]);
    }
}
