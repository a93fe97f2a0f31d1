pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            { name: "web", image: "Nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                                ^^^^^^^^^^^^ error[invalid_image]: spec.containers[1].image: the image `Nginx:1.27` has a capital letter in its repository
            { name: "log", image: "fluent", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//                                ^^^^^^^^ warning[untagged_image]: spec.containers[2].image: the image `fluent` has no tag, and so is whatever `latest` is when it is pulled
//                                help: name a version, `fluent:1.2.3`, or a digest, `fluent@sha256:…`
        ],
    },
}
