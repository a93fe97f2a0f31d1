pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            #[ordinary(yes)]
//                     ^^^ error[unknown_attribute]: spec.containers[1]: `#[ordinary]` takes nothing in parentheses
            { name: "web", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
        ],
    },
}
