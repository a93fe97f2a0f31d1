pod_template! {
    annotations: {
        "seccomp.security.alpha.kubernetes.io/pod": "runtime/default",
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unused_profile_annotation]: annotations[seccomp.security.alpha.kubernetes.io/pod]: this annotation does nothing since Kubernetes 1.27
//      help: use the field `seccomp_profile` of the security context
        "container.apparmor.security.beta.kubernetes.io/primary": "runtime/default",
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[unused_profile_annotation]: annotations[container.apparmor.security.beta.kubernetes.io/primary]: this annotation is deprecated since Kubernetes 1.30
//      help: use the field `app_armor_profile` of the security context
    },
    pod_spec: {
        containers: [{ name: "primary" }],
    },
}
