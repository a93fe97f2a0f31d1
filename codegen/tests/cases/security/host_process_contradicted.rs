pod_template! {
    pod_spec: {
        host_network: true,
        security_context: { windows_options: { host_process: true } },
//                                                           ---- host_process: said here
        containers: [{ name: "primary", security_context: { windows_options: { host_process: false } } }],
//                                                                                           ^^^^^ error[host_process]: spec.containers[0].securityContext.windowsOptions.hostProcess: the pod says `true` for all its containers
//                                                                                           help: leave it out here, or there
    },
}
