pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "dta", mount_path: "/data" }] }],
//                                                              ^^^^^ error[undeclared_volume]: spec.containers[0].volumeMounts[0].name: the pod has no volume `dta`
//                                                              help: did you mean `data`?
        volumes: [{ name: "data", empty_dir: {} }],
    },
}
