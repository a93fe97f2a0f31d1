pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "data", mount_path: "/data" }] }],
        volumes: [{ name: "data" }],
    },
}
