#![deny(deprecated)]

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [{ name: "data", empty_dir: {} }],
    },
};

static ALLOWED: PodTemplate = pod_template! {
    #![allow(unused_volume)]
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [{ name: "data", empty_dir: {} }],
    },
};

fn main() {}
