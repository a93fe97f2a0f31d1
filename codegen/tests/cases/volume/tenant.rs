pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [#[allow(unused_volume, deprecated_volume)] { name: "disk", quobyte: {
            registry: "a:1",
            volume: "v",
            tenant: "a-tenant-with-a-name-of-more-letters-than-the-sixty-four-that-it-may-have",
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[too_long]: spec.volumes[0].quobyte.tenant: a tenant has at most 64 letters
        } }],
    },
}
