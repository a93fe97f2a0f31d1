pod_template! {
    labels: team_labels(),
    pod_spec: {
        node_name: std::env::var("NODE").unwrap_or_default(),
        host_network: cfg!(test),
        priority: -1,
        containers: [
            { name: "primary" },
            {
                name: SIDECAR,
                image: format!("web:{}", VERSION),
                ports: [{ name: "http", container_port: PORT }],
                resources: { limits: { cpu: "1", memory: memory(|x| { return x; }) } },
            },
        ],
    },
}
