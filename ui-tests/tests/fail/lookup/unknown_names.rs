use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            {
                name: "primary",
                volume_mounts: [
                    { name: "data", mount_path: "/data" },
                    { name: "scratch", mount_path: "/a" },
                    { name: "scratch", mount_path: "/b" },
                ],
            },
            {
                name: "web",
                image: "nginx:1.27",
                ports: [{ name: "http", container_port: 80 }],
                resources: { limits: { cpu: "1", memory: "1Gi" } },
            },
        ],
        volumes: [{ name: "data", empty_dir: {} }, { name: "scratch", empty_dir: {} }],
    },
};

fn main() {
    mount!(POD, "dta");
    mount!(POD, "data", "/dta");
    mount!(POD, "scratch");
    port!(POD, "https");
    port!(POD, "primary", "http");
    port!(POD, "wbe", "http");
}
