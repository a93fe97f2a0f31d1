pod_template! {
    pod_spec: {
        os: { name: "windows" },
//                  --------- operating_system: the pod's operating system is named here
//                  --------- operating_system: the pod's operating system is named here
//                  --------- operating_system: the pod's operating system is named here
//                  --------- operating_system: the pod's operating system is named here
        host_pid: true,
//      ^^^^^^^^ error[operating_system]: spec.hostPID: a pod for Windows has no `host_pid`
//      help: leave it out, or name the other operating system
//      ^^^^^^^^ warning[host_namespace]: spec.hostPID: with `host_pid` the pod sees and signals the node's processes
//      help: leave `host_pid` out, unless the pod works on the node itself
        resources: { limits: { cpu: 1 } },
//      ^^^^^^^^^ error[operating_system]: spec.resources: a pod for Windows has no `resources`
//      help: leave it out, or name the other operating system
        security_context: { fs_group: 1000, run_as_non_root: true },
//                          ^^^^^^^^ error[operating_system]: spec.securityContext.fsGroup: a pod for Windows has no `fs_group`
//                          help: leave it out, or name the other operating system
        containers: [{ name: "primary", security_context: { capabilities: { drop: ["ALL"] } } }],
//                                                          ^^^^^^^^^^^^ error[operating_system]: spec.containers[0].securityContext.capabilities: a pod for Windows has no `capabilities`
//                                                          help: leave it out, or name the other operating system
    },
}
