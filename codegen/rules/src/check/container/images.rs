//! Images: every container but the primary has one, and it can be pulled.

use crate::check::cx::Cx;
use crate::formats::image;
use crate::pod::{At, Pod, Role};
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    // Where the primary is missing, the container that was meant has no image rightly.
    let knows_primary = pod.primary_name.is_none() || pod.primary().is_some();
    let knows_names = pod.primary_name.is_none() || pod.knows_names_of("containers");
    for container in &pod.containers {
        let what = match container.role {
            Role::Primary => continue,
            Role::Sidecar if !knows_primary || container.name().is_none() && !knows_names => {
                continue;
            }
            Role::Sidecar if pod.primary_name.is_none() => "a container",
            Role::Sidecar => "a sidecar",
            Role::Init => "an init container",
        };
        cx.require(&container.at, "image", what);
        let Some(at) = container.at.get("image") else { continue };
        match at.text() {
            Some(text) if text.trim() != text && cx.sees_pods(pod) => untrimmed(&at, text, cx),
            _ => cx.form(&rules::INVALID_IMAGE, "image", Some(&at), image::check),
        }
    }
    for volume in pod.list("volumes") {
        let reference = volume.get("image").and_then(|image| image.get("reference"));
        cx.form(&rules::INVALID_IMAGE, "image", reference.as_ref(), image::check);
    }
}

fn untrimmed(at: &At<'_>, text: &str, cx: &mut Cx) {
    let message = format!("the image `{text}` has space around it");
    let report = cx.report(&rules::UNTRIMMED_IMAGE, at.span(), at.path, message);
    let image = text.trim();
    if !image.is_empty() {
        report.help(format!("write `{image}`"));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{message, wrong};

    #[test]
    fn every_container_but_the_primary_has_an_image() {
        let template = r#"{ pod_spec: { init_containers: [{ name: "i" }], containers: [{ name: "primary" }, { name: "b", image: "" }] } }"#;
        assert_eq!(
            wrong(template),
            [
                "required at { in spec.initContainers[0].image",
                r#"required at "" in spec.containers[1].image"#,
            ]
        );
        let one = r#"{ pod_spec: { containers: [{ name: "primary" }, { name: "b" }] } }"#;
        assert_eq!(message(one), ("a sidecar needs `image`".to_owned(), "add `image: \"…\"`".to_owned()));
    }

    #[test]
    fn a_container_that_may_be_the_primary_needs_none() {
        let template = r#"{ primary_container_name: "b", pod_spec: { containers: [{ name: "primary" }] } }"#;
        assert_eq!(wrong(template), [r#"primary_container at "b" in primaryContainerName"#]);
    }

    #[test]
    fn an_image_is_one_that_can_be_pulled() {
        let template = r#"{ pod_spec: { containers: [{ name: "primary" }, { name: "b", image: "Prom/Gateway:1" }, { name: "c", image: ? }] } }"#;
        assert_eq!(wrong(template), [r#"invalid_image at "Prom/Gateway:1" in spec.containers[1].image"#]);
    }

    #[test]
    fn an_image_has_no_space_around_it() {
        let template = r#"{ pod_spec: { containers: [{ name: "primary" }, { name: "b", image: " a " }] } }"#;
        assert_eq!(wrong(template), [r#"untrimmed_image at " a " in spec.containers[1].image"#]);
        assert_eq!(message(template).1, "write `a`");
    }
}
