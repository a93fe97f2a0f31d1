pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        #[allow(unused_volume)]
        volumes: [{ name: "data", empty_dir: {} }],
    },
}
