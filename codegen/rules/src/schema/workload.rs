//! The workloads of `apps/v1` around a pod's template: k8s.io/api `apps/v1/types.go`, the same in every known minor.

use super::generated::{LABEL_SELECTOR, OBJECT_META, PERSISTENT_VOLUME_CLAIM_SPEC, POD_TEMPLATE_SPEC};
use super::table::field;
use super::{Field, Shape, Type};

/// An object of Kubernetes with this spec.
macro_rules! objects {
    ($($static:ident $name:literal $spec:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "` of `apps/v1`.")]
            pub(super) static $static: Type = Type {
                name: $name,
                fields: &[
                    field("api_version", "apiVersion", Shape::String),
                    field("kind", "kind", Shape::String),
                    field("metadata", "metadata", Shape::Object(&OBJECT_META)),
                    field("spec", "spec", Shape::Object(&$spec)).required(),
                    field("status", "status", Shape::Json),
                ],
                union: &[],
            };
        )*
    };
}

objects! {
    DEPLOYMENT "Deployment" DEPLOYMENT_SPEC;
    REPLICA_SET "ReplicaSet" REPLICA_SET_SPEC;
    STATEFUL_SET "StatefulSet" STATEFUL_SET_SPEC;
    DAEMON_SET "DaemonSet" DAEMON_SET_SPEC;
}

const MIN_READY_SECONDS: Field = field("min_ready_seconds", "minReadySeconds", Shape::Int32);
const REPLICAS: Field = field("replicas", "replicas", Shape::Int32);
const REVISION_HISTORY_LIMIT: Field = field("revision_history_limit", "revisionHistoryLimit", Shape::Int32);
const SELECTOR: Field = field("selector", "selector", Shape::Object(&LABEL_SELECTOR)).required();
const TEMPLATE: Field = field("template", "template", Shape::Object(&POD_TEMPLATE_SPEC)).required();

static DEPLOYMENT_SPEC: Type = Type {
    name: "DeploymentSpec",
    fields: &[
        MIN_READY_SECONDS,
        field("paused", "paused", Shape::Bool),
        field("progress_deadline_seconds", "progressDeadlineSeconds", Shape::Int32),
        REPLICAS,
        REVISION_HISTORY_LIMIT,
        SELECTOR,
        field("strategy", "strategy", Shape::Object(&DEPLOYMENT_STRATEGY)),
        TEMPLATE,
    ],
    union: &[],
};

static DEPLOYMENT_STRATEGY: Type = Type {
    name: "DeploymentStrategy",
    fields: &[
        field("rolling_update", "rollingUpdate", Shape::Object(&ROLLING_UPDATE)),
        field("type", "type", Shape::String).values(&["Recreate", "RollingUpdate"]),
    ],
    union: &[],
};

static ROLLING_UPDATE: Type = Type {
    name: "RollingUpdate",
    fields: &[
        field("max_surge", "maxSurge", Shape::IntOrString),
        field("max_unavailable", "maxUnavailable", Shape::IntOrString),
    ],
    union: &[],
};

static REPLICA_SET_SPEC: Type =
    Type { name: "ReplicaSetSpec", fields: &[MIN_READY_SECONDS, REPLICAS, SELECTOR, TEMPLATE], union: &[] };

static STATEFUL_SET_SPEC: Type = Type {
    name: "StatefulSetSpec",
    fields: &[
        MIN_READY_SECONDS,
        field("ordinals", "ordinals", Shape::Object(&ORDINALS)),
        field(
            "persistent_volume_claim_retention_policy",
            "persistentVolumeClaimRetentionPolicy",
            Shape::Object(&RETENTION_POLICY),
        ),
        field("pod_management_policy", "podManagementPolicy", Shape::String)
            .values(&["OrderedReady", "Parallel"]),
        REPLICAS,
        REVISION_HISTORY_LIMIT,
        SELECTOR,
        field("service_name", "serviceName", Shape::String),
        TEMPLATE,
        field("update_strategy", "updateStrategy", Shape::Object(&STATEFUL_SET_UPDATE_STRATEGY)),
        field("volume_claim_templates", "volumeClaimTemplates", Shape::List(&Shape::Object(&CLAIM))),
    ],
    union: &[],
};

static ORDINALS: Type =
    Type { name: "StatefulSetOrdinals", fields: &[field("start", "start", Shape::Int32)], union: &[] };

static RETENTION_POLICY: Type = Type {
    name: "StatefulSetPersistentVolumeClaimRetentionPolicy",
    fields: &[
        field("when_deleted", "whenDeleted", Shape::String).values(&["Delete", "Retain"]),
        field("when_scaled", "whenScaled", Shape::String).values(&["Delete", "Retain"]),
    ],
    union: &[],
};

static STATEFUL_SET_UPDATE_STRATEGY: Type = Type {
    name: "StatefulSetUpdateStrategy",
    fields: &[
        field("rolling_update", "rollingUpdate", Shape::Object(&STATEFUL_SET_ROLLING_UPDATE)),
        field("type", "type", Shape::String).values(&["OnDelete", "RollingUpdate"]),
    ],
    union: &[],
};

static STATEFUL_SET_ROLLING_UPDATE: Type = Type {
    name: "RollingUpdateStatefulSetStrategy",
    fields: &[
        field("max_unavailable", "maxUnavailable", Shape::IntOrString),
        field("partition", "partition", Shape::Int32),
    ],
    union: &[],
};

static CLAIM: Type = Type {
    name: "PersistentVolumeClaim",
    fields: &[
        field("api_version", "apiVersion", Shape::String),
        field("kind", "kind", Shape::String),
        field("metadata", "metadata", Shape::Object(&OBJECT_META)),
        field("spec", "spec", Shape::Object(&PERSISTENT_VOLUME_CLAIM_SPEC)),
        field("status", "status", Shape::Json),
    ],
    union: &[],
};

static DAEMON_SET_SPEC: Type = Type {
    name: "DaemonSetSpec",
    fields: &[
        MIN_READY_SECONDS,
        REVISION_HISTORY_LIMIT,
        SELECTOR,
        TEMPLATE,
        field("update_strategy", "updateStrategy", Shape::Object(&DAEMON_SET_UPDATE_STRATEGY)),
    ],
    union: &[],
};

static DAEMON_SET_UPDATE_STRATEGY: Type = Type {
    name: "DaemonSetUpdateStrategy",
    fields: &[
        field("rolling_update", "rollingUpdate", Shape::Object(&ROLLING_UPDATE)),
        field("type", "type", Shape::String).values(&["OnDelete", "RollingUpdate"]),
    ],
    union: &[],
};
