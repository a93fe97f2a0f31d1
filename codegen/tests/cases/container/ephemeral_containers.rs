pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        ephemeral_containers: [{ name: "debugger", image: "busybox:1.36" }],
//      ^^^^^^^^^^^^^^^^^^^^ error[ephemeral_containers]: spec.ephemeralContainers: ephemeral containers are put into a pod that runs, and not written into one
//      help: leave them out, and use `kubectl debug` when the pod runs
    },
}
