use podwright::prelude::*;

fn volume() -> String {
    "data".to_owned()
}

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: volume(), mount_path: "/data" }] }],
        volumes: [{ name: volume(), empty_dir: {} }],
    },
};

fn main() {}
