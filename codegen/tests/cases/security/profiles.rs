pod_template! {
    pod_spec: {
        security_context: {
            seccomp_profile: { type: "Localhost" },
//                                   ^^^^^^^^^^^ error[required]: spec.securityContext.seccompProfile.localhostProfile: a seccomp profile of the node needs `localhost_profile`
//                                   help: add `localhost_profile: "…"`, the profile's name on the node
            app_armor_profile: { type: "RuntimeDefault", localhost_profile: "task" },
//                                                       ^^^^^^^^^^^^^^^^^ error[localhost_profile]: spec.securityContext.appArmorProfile.localhostProfile: `localhost_profile` stands with the type `Localhost` only, and this is `RuntimeDefault`
//                                                       help: leave it out, or write `type: "Localhost"`
//                                     ---------------- localhost_profile: the type is given here
        },
        containers: [{
            name: "primary",
            security_context: {
                seccomp_profile: { type: "Localhost", localhost_profile: "/profiles/task.json" },
//                                                                       ^^^^^^^^^^^^^^^^^^^^^ error[localhost_profile]: spec.containers[0].securityContext.seccompProfile.localhostProfile: `/profiles/task.json` is absolute, and a profile lies in the kubelet's own folder
//                                                                       help: write `profiles/task.json`, below that folder
                app_armor_profile: { type: "Localhost", localhost_profile: "task " },
//                                                                         ^^^^^^^ error[localhost_profile]: spec.containers[0].securityContext.appArmorProfile.localhostProfile: the profile's name `task ` has space around it
//                                                                         help: write `task`
            },
        }],
    },
}
