pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", security_context: { privileged: true, allow_privilege_escalation: false } },
//                                                 ^^^^^^^^^^ warning[privileged_container]: spec.containers[0].securityContext.privileged: a `privileged` container is root on the node
//                                                 help: give it the capabilities that it needs: `capabilities: { add: ["NET_ADMIN"] }`
//                                                             ^^^^ error[privilege_escalation]: spec.containers[0].securityContext: a privileged container can get more privileges, which `allow_privilege_escalation: false` excludes
//                                                             help: leave one of them out
//                                                                                               ----- privilege_escalation: excluded here
            {
                name: "helper",
                image: "a:1",
                security_context: {
                    allow_privilege_escalation: false,
//                                              ----- privilege_escalation: excluded here
                    capabilities: { add: ["NET_ADMIN", "CAP_SYS_ADMIN"] },
//                                                     ^^^^^^^^^^^^^^^ error[privilege_escalation]: spec.containers[1].securityContext: a container with `CAP_SYS_ADMIN` can get more privileges, which `allow_privilege_escalation: false` excludes
//                                                     help: leave one of them out
                    proc_mount: "Unmasked",
//                              ^^^^^^^^^^ error[unmasked_proc_mount]: spec.containers[1].securityContext.procMount: all of `/proc` is for a pod with users of its own
//                              help: add `host_users: false` to the pod's spec, or leave this out
                },
            },
        ],
    },
}
