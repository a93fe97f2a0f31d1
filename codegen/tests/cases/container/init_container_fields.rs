pod_template! {
    pod_spec: {
        init_containers: [
            {
                name: "migrate",
                image: "busybox:1.36",
                readiness_probe: { exec: { command: ["true"] } },
//              ^^^^^^^^^^^^^^^ error[init_container_field]: spec.initContainers[0].readinessProbe: an init container ends before the others begin, and has no `readiness_probe`
//              help: leave it out, or make it a sidecar: `restart_policy: "Always"`
                lifecycle: { pre_stop: { exec: { command: ["true"] } } },
//              ^^^^^^^^^ error[init_container_field]: spec.initContainers[0].lifecycle: an init container ends before the others begin, and has no `lifecycle`
//              help: leave it out, or make it a sidecar: `restart_policy: "Always"`
            },
            { name: "proxy", image: "a:1", restart_policy: "Always", startup_probe: { tcp_socket: { port: 80 } } },
        ],
        containers: [{ name: "primary" }],
    },
}
