pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", volume_mounts: [{ name: "data" }] },
//                                             ^ error[required]: spec.containers[0].volumeMounts[0].mountPath: a volume mount needs `mount_path`
//                                             help: add `mount_path: "…"`
            { image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
//          ^ error[required]: spec.containers[1].name: a container needs `name`
//          help: add `name: "…"`
        ],
        volumes: [{ name: "data", empty_dir: {} }],
    },
}
