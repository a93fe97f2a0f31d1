pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            volume_mounts: [{ name: "a", mount_path: "/data" }, { name: "b", mount_path: "/data" }],
//                                                                                       ^^^^^^^ error[duplicate_mount_path]: spec.containers[0].volumeMounts[1].mountPath: `/data` is mounted twice in this container
//                                                                                       help: mount one of them elsewhere
//                                                   ------- duplicate_mount_path: first mounted here
        }],
        volumes: [{ name: "a", empty_dir: {} }, { name: "b", empty_dir: {} }],
    },
}
