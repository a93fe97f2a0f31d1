pod_template! {
    labels: { app.kubernetes.io/name: "a" },
//            ^^^^^^^^^^^^^^^^^^^^^^ error[syntax]: this key is no Rust name
//            help: put it in quotes: `"app.kubernetes.io/name"`
    pod_spec: {
        containers: [{ name: "primary" }, { name: "web", image: nginx:1.27 }],
//                                                              ^^^^^ error[syntax]: text stands in quotes
//                                                              help: write for example `"prom/pushgateway:v1.5.1"`
    },
}
