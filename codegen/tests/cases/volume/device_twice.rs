pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            volume_devices: [{ name: "disk", device_path: "/dev/a" }, { name: "disk", device_path: "/dev/b" }],
//                                                                            ^^^^^^ error[block_device]: spec.containers[0].volumeDevices[1].name: `disk` is a device of this container already
//                                                                            help: keep one of them
//                                   ------ block_device: first given here
        }],
        volumes: [{ name: "disk", persistent_volume_claim: { claim_name: "disk" } }],
    },
}
