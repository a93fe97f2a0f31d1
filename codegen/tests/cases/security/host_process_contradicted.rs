pod_template! {
    pod_spec: {
        host_network: true,
//      ^^^^^^^^^^^^ warning[host_namespace]: spec.hostNetwork: with `host_network` the pod listens at the node's addresses and sees its traffic
//      help: leave `host_network` out, unless the pod works on the node itself
        security_context: { windows_options: { host_process: true } },
//                                                           ---- host_process: said here
        containers: [{ name: "primary", security_context: { windows_options: { host_process: false } } }],
//                                                                                           ^^^^^ error[host_process]: spec.containers[0].securityContext.windowsOptions.hostProcess: the pod says `true` for all its containers
//                                                                                           help: leave it out here, or there
    },
}
