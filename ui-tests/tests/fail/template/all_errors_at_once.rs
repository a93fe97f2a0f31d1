use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    labels: { "team": 7 },
    pod_spec: {
        containers: [
            { name: "primary", volume_mounts: [{ name: "dta", mountPath: "/data" }] },
            { name: "Web", imag: "nginx:1.27", image_pull_policy: "Sometimes" },
        ],
        volumes: [{ name: "data", empty_dir: {} }],
    },
};

fn main() {
    // The template is broken, and has been said to be: nothing more is said of the names in it.
    mount!(POD, "anything");
}
