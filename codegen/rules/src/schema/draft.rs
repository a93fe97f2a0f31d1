//! The part of the schema that the checks were first written against; `generated` takes its place.

use super::{Field, Shape, Type};

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

const fn required(field: Field) -> Field {
    Field {
        required: true,
        ..field
    }
}

const fn values(field: Field, values: &'static [&'static str]) -> Field {
    Field { values, ..field }
}

pub(crate) static POD_SPEC: Type = Type {
    name: "PodSpec",
    fields: &[
        required(field(
            "containers",
            "containers",
            Shape::List(&Shape::Object(&CONTAINER)),
        )),
        field("host_network", "hostNetwork", Shape::Bool),
        field(
            "image_pull_secrets",
            "imagePullSecrets",
            Shape::List(&Shape::Object(&REFERENCE)),
        ),
        field(
            "init_containers",
            "initContainers",
            Shape::List(&Shape::Object(&CONTAINER)),
        ),
        field("node_selector", "nodeSelector", Shape::Map(&Shape::String)),
        values(
            field("restart_policy", "restartPolicy", Shape::String),
            &["Always", "Never", "OnFailure"],
        ),
        field("service_account_name", "serviceAccountName", Shape::String),
        field(
            "termination_grace_period_seconds",
            "terminationGracePeriodSeconds",
            Shape::Int64,
        ),
        field("volumes", "volumes", Shape::List(&Shape::Object(&VOLUME))),
    ],
    union: &[],
};

static REFERENCE: Type = Type {
    name: "LocalObjectReference",
    fields: &[field("name", "name", Shape::String)],
    union: &[],
};

static CONTAINER: Type = Type {
    name: "Container",
    fields: &[
        field("args", "args", Shape::List(&Shape::String)),
        field("command", "command", Shape::List(&Shape::String)),
        field("env", "env", Shape::List(&Shape::Object(&ENV_VAR))),
        field("image", "image", Shape::String),
        required(field("name", "name", Shape::String)),
        field("ports", "ports", Shape::List(&Shape::Object(&PORT))),
        field("resources", "resources", Shape::Object(&RESOURCES)),
        field("restart_policy", "restartPolicy", Shape::String),
        field(
            "volume_mounts",
            "volumeMounts",
            Shape::List(&Shape::Object(&MOUNT)),
        ),
    ],
    union: &[],
};

static ENV_VAR: Type = Type {
    name: "EnvVar",
    fields: &[
        required(field("name", "name", Shape::String)),
        field("value", "value", Shape::String),
    ],
    union: &[],
};

static PORT: Type = Type {
    name: "ContainerPort",
    fields: &[
        required(field("container_port", "containerPort", Shape::Int32)),
        field("host_port", "hostPort", Shape::Int32),
        field("name", "name", Shape::String),
        values(
            field("protocol", "protocol", Shape::String),
            &["SCTP", "TCP", "UDP"],
        ),
    ],
    union: &[],
};

static RESOURCES: Type = Type {
    name: "ResourceRequirements",
    fields: &[
        field("limits", "limits", Shape::Map(&Shape::Quantity)),
        field("requests", "requests", Shape::Map(&Shape::Quantity)),
    ],
    union: &[],
};

static MOUNT: Type = Type {
    name: "VolumeMount",
    fields: &[
        required(field("mount_path", "mountPath", Shape::String)),
        required(field("name", "name", Shape::String)),
        field("read_only", "readOnly", Shape::Bool),
        field("sub_path", "subPath", Shape::String),
    ],
    union: &[],
};

static VOLUME: Type = Type {
    name: "Volume",
    fields: &[
        field("config_map", "configMap", Shape::Object(&REFERENCE)),
        field("csi", "csi", Shape::Object(&CSI)),
        field("empty_dir", "emptyDir", Shape::Object(&EMPTY_DIR)),
        required(field("name", "name", Shape::String)),
    ],
    union: &["configMap", "csi", "emptyDir"],
};

static CSI: Type = Type {
    name: "CSIVolumeSource",
    fields: &[
        required(field("driver", "driver", Shape::String)),
        field("read_only", "readOnly", Shape::Bool),
        field(
            "volume_attributes",
            "volumeAttributes",
            Shape::Map(&Shape::String),
        ),
    ],
    union: &[],
};

static EMPTY_DIR: Type = Type {
    name: "EmptyDirVolumeSource",
    fields: &[
        field("medium", "medium", Shape::String),
        field("size_limit", "sizeLimit", Shape::Quantity),
    ],
    union: &[],
};
