pod_template! {
    annotations: {
        "seccomp.security.alpha.kubernetes.io/pod": "default",
//                                                  ^^^^^^^^^ error[profile_annotation]: annotations.seccomp.security.alpha.kubernetes.io/pod: `default` is no seccomp profile
//                                                  help: give the container a `seccomp_profile` instead of this annotation
        "container.seccomp.security.alpha.kubernetes.io/primary": "unconfined",
//                                                                ------------ profile_annotation: the annotation is here
        "container.apparmor.security.beta.kubernetes.io/primary": "unconfined",
//                                                                ------------ profile_annotation: the annotation is here
        "container.apparmor.security.beta.kubernetes.io/helper": "runtime/default",
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[profile_annotation]: annotations[container.apparmor.security.beta.kubernetes.io/helper]: the pod has no container `helper`, whose AppArmor profile this is
//      help: leave the annotation out, or name a container behind its `/`
    },
    pod_spec: {
        containers: [{
            name: "primary",
            security_context: {
                seccomp_profile: { type: "RuntimeDefault" },
//                                       ^^^^^^^^^^^^^^^^ error[profile_annotation]: spec.containers[0].securityContext.seccompProfile.type: the annotation says `unconfined` for the same profile
//                                       help: leave the annotation out
                app_armor_profile: { type: "Localhost", localhost_profile: "task" },
//                                         ^^^^^^^^^^^ error[profile_annotation]: spec.containers[0].securityContext.appArmorProfile.type: the annotation says `unconfined` for the same profile
//                                         help: leave the annotation out
            },
        }],
    },
}
