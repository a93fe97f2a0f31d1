//! What podwright itself puts into the primary container is not the template's to set.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// The fields, and where what they say belongs.
const FIELDS: [(&str, &str); 3] = [
    ("image", "give the environment an image: `.image(Image::base(…))` or `.image(Image::prebuilt(…))`"),
    ("command", "the container runs the task: what it does is the function's, in Rust"),
    ("args", "what the task is given are the function's parameters"),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(primary) = pod.primary() else { return };
    for (field, help) in FIELDS {
        if let Some(value) = primary.at.get(field) {
            let message = format!("the `{field}` of the primary container comes with the task");
            cx.report(&rules::INJECTED_FIELD, value.name_span, value.path, message).help(help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn image_command_and_args_of_the_primary_are_refused() {
        let template =
            r#"{ pod_spec: { containers: [{ name: "primary", image: "a", command: ["b"], args: ["c"] }] } }"#;
        assert_eq!(
            wrong(template),
            [
                "injected_field at image in spec.containers[0].image",
                "injected_field at command in spec.containers[0].command",
                "injected_field at args in spec.containers[0].args",
            ]
        );
    }

    #[test]
    fn a_sidecar_has_its_own() {
        let template = r#"{ pod_spec: { containers: [{ name: "primary" }, { name: "b", image: "a", command: ["b"], args: ["c"] }] } }"#;
        assert_eq!(wrong(template), Vec::<String>::new());
    }
}
