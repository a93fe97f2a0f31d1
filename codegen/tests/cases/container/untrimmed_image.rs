pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }, { name: "proxy", image: "envoyproxy/envoy:v1.31 " }],
//                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^ error[untrimmed_image]: spec.containers[1].image: the image `envoyproxy/envoy:v1.31 ` has space around it
//                                                                help: write `envoyproxy/envoy:v1.31`
    },
}
