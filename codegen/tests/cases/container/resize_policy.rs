pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            resize_policy: [
                { resource_name: "cpu", restart_policy: "RestartContainer" },
//                                                      ^^^^^^^^^^^^^^^^^^ error[resize_policy]: spec.containers[0].resizePolicy: a pod that is never restarted has no container restarted to resize it
//                                                      help: write `NotRequired`
//                               ----- duplicate_item: first given here
                { resource_name: "cpu", restart_policy: "NotRequired" },
//                               ^^^^^ error[duplicate_item]: spec.containers[0].resizePolicy[1]: `cpu` has a policy already
//                               help: keep one of them
                { resource_name: "disk", restart_policy: "Always" },
//                               ^^^^^^ error[not_supported]: spec.containers[0].resizePolicy[2].resourceName: `disk` is not supported here
//                               help: the values are `cpu` and `memory`
//                                                       ^^^^^^^^ error[not_supported]: spec.containers[0].resizePolicy[2].restartPolicy: `Always` is not supported here
//                                                       help: the values are `NotRequired` and `RestartContainer`
            ],
        }],
    },
}
