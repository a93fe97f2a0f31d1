pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "data", mount_path: "/data" }] }],
        volumes: [{ name: "data", empty_dir: {}, host_path: { path: "/data" } }],
//                                               ^^^^^^^^^ error[one_of]: spec.volumes[0].hostPath: a volume has `empty_dir` already, and may not have `host_path` too
//                                               help: keep one of `empty_dir` and `host_path`
//                                --------- one_of: first given here
    },
}
