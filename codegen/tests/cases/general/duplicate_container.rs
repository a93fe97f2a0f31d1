pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            { name: "web", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                  ----- duplicate_name: first named here
            { name: "web", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                  ^^^^^ error[duplicate_name]: spec.containers[2].name: another container is named `web` already
//                  help: give one of them another name
        ],
    },
}
