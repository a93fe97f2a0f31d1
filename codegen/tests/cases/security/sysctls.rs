pod_template! {
    pod_spec: {
        host_network: true,
//      ^^^^^^^^^^^^ warning[host_namespace]: spec.hostNetwork: with `host_network` the pod listens at the node's addresses and sees its traffic
//      help: leave `host_network` out, unless the pod works on the node itself
//                    ---- host_sysctl: shared with the node here
        security_context: {
            sysctls: [
                { name: "net.core.somaxconn", value: "1024" },
//                      ^^^^^^^^^^^^^^^^^^^^ error[host_sysctl]: spec.securityContext.sysctls[0].name: with `host_network`, `net.core.somaxconn` is the node's, and not the pod's to set
//                      help: leave it out, or leave out `host_network`
                { name: "Kernel.shm", value: "1" },
//                      ^^^^^^^^^^^^ error[invalid_sysctl]: spec.securityContext.sysctls[1].name: `Kernel.shm` is no name of a kernel parameter
//                      help: it is small letters, digits, `-` and `_` between dots or slashes: `net.core.somaxconn`
                { name: "kernel.sem", value: "1" },
//                      ------------ duplicate_item: first set here
                { name: "kernel.sem", value: "2" },
//                      ^^^^^^^^^^^^ error[duplicate_item]: spec.securityContext.sysctls[3].name: `kernel.sem` is set twice
//                      help: keep one of them
            ],
        },
        containers: [{ name: "primary" }],
    },
}
