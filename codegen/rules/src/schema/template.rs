//! The root of a template: podwright's own object around Kubernetes' pod spec.

use super::{Field, Shape, Type, draft::POD_SPEC};

/// What `pod_template!` takes.
pub static POD_TEMPLATE: Type = Type {
    name: "PodTemplate",
    fields: &[
        field("annotations", "annotations", Shape::Map(&Shape::String)),
        field("labels", "labels", Shape::Map(&Shape::String)),
        field("pod_spec", "podSpec", Shape::Object(&POD_SPEC)),
        field("primary_container_name", "primaryContainerName", Shape::String),
    ],
    union: &[],
};

/// What stands at the root of a template.
pub(crate) static ROOT: Shape = Shape::Object(&POD_TEMPLATE);

const fn field(name: &'static str, json: &'static str, shape: Shape) -> Field {
    Field {
        name,
        json,
        shape,
        required: false,
        values: &[],
        new_values: &[],
        keys: &[],
        merge_key: "",
        since: None,
        gone: None,
        gate: "",
    }
}
