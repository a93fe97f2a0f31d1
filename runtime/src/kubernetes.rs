//! What an editor is told of the fields in `pod_template!`: the types of Kubernetes by their names alone, and podwright's own
//! around them. No program is built with them.

use std::collections::BTreeMap;

pub use k8s_openapi::api::core::v1::*;
pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::*;

/// What `pod_template!` takes.
pub struct PodTemplate {
    /// Notes on the pod that no selector reads: keys with or without a prefix, `"example.com/owner"`, and any text as value.
    pub annotations: BTreeMap<String, String>,
    /// What the pod is found and grouped by: keys with or without a prefix, and values of at most 63 letters, digits, `-`, `_`
    /// and `.`.
    pub labels: BTreeMap<String, String>,
    /// The pod: its containers, volumes, and where and how it runs. Without it there is a primary container and nothing else.
    pub pod_spec: PodSpec,
    /// The name of the container that runs the task, whose image and command are not the template's to set; `"primary"`
    /// where nothing is said.
    pub primary_container_name: String,
}

/// A value of whatever type a field or a whole literal has: what the value is, nobody asks here.
pub fn any<T>() -> T {
    unreachable!("no program is built with it")
}
