pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            { name: "web", image: "Nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                                ^^^^^^^^^^^^ error[invalid_image]: spec.containers[1].image: the image `Nginx:1.27` has a capital letter in its repository
            { name: "log", image: "fluent", resources: { limits: { cpu: "1", memory: "1Gi" } } },
        ],
    },
}
