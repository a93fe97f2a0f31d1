//! An image without a tag, or with the tag `latest`, is another one tomorrow.

use crate::check::cx::Cx;
use crate::formats::image;
use crate::pod::{At, Pod};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let images = pod.containers.iter().filter_map(|container| container.at.get("image"));
    let volumes = pod.list("volumes").into_iter().filter_map(|volume| volume.get("image")?.get("reference"));
    for image in images.chain(volumes) {
        one(&image, cx);
    }
}

fn one(at: &At<'_>, cx: &mut Cx) {
    let Some(text) = at.text().filter(|text| image::check(text).is_ok()) else { return };
    if text.contains('@') {
        return;
    }
    // A colon before the last slash is a registry's port.
    let name = text.rsplit('/').next().unwrap_or(text);
    let message = match name.split_once(':') {
        None => format!("the image `{text}` has no tag, and so is whatever `latest` is when it is pulled"),
        Some((_, "latest")) => format!("the image `{text}` is whatever `latest` is when it is pulled"),
        Some(_) => return,
    };
    let (bare, _) = text.split_at(text.len() - name.len() + name.find(':').unwrap_or(name.len()));
    cx.report(&rules::UNTAGGED_IMAGE, at.span(), at.path, message)
        .help(format!("name a version, `{bare}:1.2.3`, or a digest, `{bare}@sha256:…`"));
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, warned};

    fn image(image: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}, {{ name: "b", image: "{image}" }}] }} }}"#
        )
    }

    #[test]
    fn an_image_that_changes_is_warned_of() {
        for changing in ["busybox", "busybox:latest", "localhost:5000/busybox", "a.b/c/d:latest"] {
            let said = format!("untagged_image at \"{changing}\" in spec.containers[1].image");
            assert_eq!(warned(&image(changing)), [said]);
        }
        let digest = format!("busybox@sha256:{}", "0".repeat(64));
        for fixed in ["busybox:1.37", "localhost:5000/busybox:1", digest.as_str()] {
            assert_eq!(warned(&image(fixed)), Vec::<String>::new(), "{fixed}");
        }
    }

    #[test]
    fn the_help_keeps_the_name() {
        let (_, help) = message(&image("localhost:5000/busybox:latest"));
        assert_eq!(
            help,
            "name a version, `localhost:5000/busybox:1.2.3`, or a digest, `localhost:5000/busybox@sha256:…`"
        );
    }
}
