pod_template! {
    #![warn(default_service_account)]
    annotations: { "scheduler.alpha.kubernetes.io/critical-pod": "" },
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated_annotation]: annotations[scheduler.alpha.kubernetes.io/critical-pod]: Kubernetes no longer reads the annotation `scheduler.alpha.kubernetes.io/critical-pod`
//                 help: use the pod's `priority_class_name`
    pod_spec: {
        service_account: "default",
//      ^^^^^^^^^^^^^^^ warning[deprecated_field]: spec.serviceAccount: `service_account` is the old name of `service_account_name`
//      help: write `service_account_name`
//                       ^^^^^^^^^ warning[default_service_account]: spec.serviceAccountName: the pod has the namespace's default service account
//                       help: name one, `service_account_name: "…"`, or write `automount_service_account_token: false`
        host_pid: true,
//      ^^^^^^^^ warning[host_namespace]: spec.hostPID: with `host_pid` the pod sees and signals the node's processes
//      help: leave `host_pid` out, unless the pod works on the node itself
        image_pull_secrets: [{ name: "a" }, { name: "a" }, {}],
//                                                  ^^^ warning[pull_secret]: spec.imagePullSecrets[1].name: the Secret `a` is named twice
//                                                  help: leave it out
//                                   --- pull_secret: named here first
//                                                         ^ warning[pull_secret]: spec.imagePullSecrets[2].name: an item of `image_pull_secrets` has no name, and so is no Secret
//                                                         help: name a Secret, or leave the item out
        containers: [
            { name: "primary", env: [{ name: "DB_PASSWORD", value: "hunter2" }] },
//                                                                 ^^^^^^^^^ warning[plain_secret]: spec.containers[0].env[0].value: the value of `DB_PASSWORD` looks like a secret, and is read by all who may see the pod
//                                                                 help: put it in a Secret: `value_from: { secret_key_ref: { name: "…", key: "…" } }`
            #[deny(missing_limits)]
            { name: "a", image: "busybox", security_context: { privileged: true } },
//          ^ error[missing_limits]: spec.containers[1].resources: the container does not say `requests.cpu`, `requests.memory`, `limits.memory`
//          help: add `resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "64Mi" } }` with what it needs
//                              ^^^^^^^^^ warning[untagged_image]: spec.containers[1].image: the image `busybox` has no tag, and so is whatever `latest` is when it is pulled
//                              help: name a version, `busybox:1.2.3`, or a digest, `busybox@sha256:…`
//                                                             ^^^^^^^^^^ warning[privileged_container]: spec.containers[1].securityContext.privileged: a `privileged` container is root on the node
//                                                             help: give it the capabilities that it needs: `capabilities: { add: ["NET_ADMIN"] }`
            #[allow(untagged_image)]
            { name: "b", image: "busybox:latest" },
        ],
    },
}
