use podwright::prelude::*;

fn number() -> f32 {
    1.5
}

static POD: PodTemplate = pod_template! {
    labels: number(),
    pod_spec: {
        node_name: number(),
        host_network: "yes".len(),
        termination_grace_period_seconds: u64::MAX,
        containers: [{ name: "primary", resources: { limits: { memory: 64 * 1024 } } }],
    },
};

fn main() {}
