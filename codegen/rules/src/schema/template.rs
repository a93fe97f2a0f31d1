//! The root of a template: podwright's own object around Kubernetes' pod spec.

use super::generated::POD_SPEC;
use super::table::field;
use super::{Shape, Type};

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
