pod_template! {
    labels: { app.kubernetes.io/name: "a" },
//            ^^^^^^^^^^^^^^^^^^^^^^ error[syntax]: this key is no Rust name
//            help: put it in quotes: `"app.kubernetes.io/name"`
    pod_spec: {
        containers: [{ name: "primary" }, { name: "web", image: nginx:1.27 }],
//                                                       ^^^^^ error[syntax]: `image` has no value
//                                                       help: write `image: …`
//                                                              ^^^^^ error[unknown_field]: spec.containers[1].nginx: a container has no field `nginx`
    },
}
