pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            volume_mounts: [
                { name: "a", mount_path: "data" },
//                                       ^^^^^^ error[invalid_mount_path]: spec.containers[0].volumeMounts[0].mountPath: the mount path `data` is not absolute
//                                       help: did you mean `/data`?
                { name: "a", mount_path: "/x:y", sub_path: "../up" },
//                                       ^^^^^^ error[invalid_mount_path]: spec.containers[0].volumeMounts[1].mountPath: the mount path `/x:y` has a `:`
//                                       help: leave it out: container runtimes split paths there
//                                                         ^^^^^^^ error[invalid_path]: spec.containers[0].volumeMounts[1].subPath: the path `../up` steps back with `..`
//                                                         help: name the place itself
            ],
        }],
        volumes: [{ name: "a", empty_dir: {} }],
    },
}
