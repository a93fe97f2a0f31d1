use podwright::prelude::*;

fn mounts() -> Vec<String> {
    Vec::new()
}

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: mounts() }],
        security_context: Default::default(),
    },
};

fn main() {}
