pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [{ name: "data", empty_dir: {} }],
//                        ^^^^^^ warning[unused_volume]: spec.volumes[0].name: no container mounts the volume `data`
//                        help: mount it: `volume_mounts: [{ name: "data", … }]`, or leave it out
    },
}
