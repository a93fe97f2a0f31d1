use podwright::prelude::*;

fn number() -> f32 {
    1.5
}

static POD: PodTemplate = pod_template! {
    pod_spec: {
        node_name: number(),
        host_network: "yes".len(),
        containers: [{ name: "primary" }],
    },
};

fn main() {}
