use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", vol }
            { name = "web", image: nginx:1.27 },
        ],
    },
};

fn main() {}
