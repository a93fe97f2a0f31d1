pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", security_context: { windows_options: { host_process: true } } },
//                                                                                  ^^^^ error[host_process]: spec.hostNetwork: a container on the node itself needs `host_network: true`
//                                                                                  help: add `host_network: true` to the pod's spec
//                                                                                  ---- host_process: one on the node itself
            { name: "helper", image: "a:1" },
//          ^ error[host_process]: spec: a pod has its containers on the node itself all or none, and this one is not
//          help: say `host_process: true` for the whole pod
        ],
    },
}
