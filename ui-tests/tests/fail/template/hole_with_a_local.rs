use podwright::prelude::*;

fn main() {
    let node = "worker-1";
    let _ = pod_template! {
        pod_spec: {
            node_name: node,
            containers: [{ name: "primary" }],
        },
    };
}
