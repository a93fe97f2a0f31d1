//! What may stand at the root of a document: podwright's own template, and Kubernetes' objects with a pod in them.

use super::generated::{CRON_JOB, JOB, OBJECT_META, POD_SPEC, POD_TEMPLATE_SPEC};
use super::table::field;
use super::workload::{DAEMON_SET, DEPLOYMENT, REPLICA_SET, STATEFUL_SET};
use super::{Shape, Type};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// Podwright's own: `primary_container_name`, `labels`, `annotations` and `pod_spec`.
    Template,
    /// A `Pod`.
    Pod,
    /// A `PodTemplate`, whose pod is in `template`.
    PodTemplate,
    /// The `template` of a `PodTemplate`, a Job or a workload, alone.
    PodTemplateSpec,
    /// A `Job`.
    Job,
    /// A `CronJob`.
    CronJob,
    /// A `Deployment`.
    Deployment,
    /// A `ReplicaSet`.
    ReplicaSet,
    /// A `StatefulSet`.
    StatefulSet,
    /// A `DaemonSet`.
    DaemonSet,
}

impl Root {
    /// The fields that lead to the object with the pod's metadata and spec.
    pub(crate) fn way(self) -> &'static [&'static str] {
        match self {
            Root::Template | Root::Pod | Root::PodTemplateSpec => &[],
            Root::PodTemplate => &["template"],
            Root::Job | Root::Deployment | Root::ReplicaSet | Root::StatefulSet | Root::DaemonSet => {
                &["spec", "template"]
            }
            Root::CronJob => &["spec", "jobTemplate", "spec", "template"],
        }
    }

    /// Whether it keeps pods running, so that they always restart.
    pub(crate) fn is_workload(self) -> bool {
        matches!(self, Root::Deployment | Root::ReplicaSet | Root::StatefulSet | Root::DaemonSet)
    }

    /// What stands at the root.
    pub(crate) fn shape(self) -> &'static Shape {
        static SHAPES: [Shape; 10] = [
            Shape::Object(&TEMPLATE),
            Shape::Object(&POD),
            Shape::Object(&POD_TEMPLATE),
            Shape::Object(&POD_TEMPLATE_SPEC),
            Shape::Object(&JOB),
            Shape::Object(&CRON_JOB),
            Shape::Object(&DEPLOYMENT),
            Shape::Object(&REPLICA_SET),
            Shape::Object(&STATEFUL_SET),
            Shape::Object(&DAEMON_SET),
        ];
        &SHAPES[self as usize]
    }
}

/// What `pod_template!` takes.
pub static TEMPLATE: Type = Type {
    name: "PodTemplate",
    fields: &[
        field("annotations", "annotations", Shape::Map(&Shape::String)),
        field("labels", "labels", Shape::Map(&Shape::String)),
        field("pod_spec", "podSpec", Shape::Object(&POD_SPEC)),
        field("primary_container_name", "primaryContainerName", Shape::String),
    ],
    union: &[],
};

/// `Pod` of `core/v1`; whoever creates one has no say in its status.
pub static POD: Type = Type {
    name: "Pod",
    fields: &[
        field("api_version", "apiVersion", Shape::String),
        field("kind", "kind", Shape::String),
        field("metadata", "metadata", Shape::Object(&OBJECT_META)),
        field("spec", "spec", Shape::Object(&POD_SPEC)).required(),
        field("status", "status", Shape::Json),
    ],
    union: &[],
};

/// `PodTemplate` of `core/v1`.
pub static POD_TEMPLATE: Type = Type {
    name: "PodTemplate",
    fields: &[
        field("api_version", "apiVersion", Shape::String),
        field("kind", "kind", Shape::String),
        field("metadata", "metadata", Shape::Object(&OBJECT_META)),
        field("template", "template", Shape::Object(&POD_TEMPLATE_SPEC)).required(),
    ],
    union: &[],
};
