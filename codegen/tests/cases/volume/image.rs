pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [#[allow(unused_volume)] { name: "files", image: { reference: "https://example.com/files:1" } }],
//                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid_image]: spec.volumes[0].image.reference: the image `https://example.com/files:1` has a registry whose port is no number
    },
}
