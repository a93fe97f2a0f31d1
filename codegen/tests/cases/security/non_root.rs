pod_template! {
    pod_spec: {
        security_context: { run_as_non_root: true },
//                                           ---- non_root: root is excluded here
        containers: [{ name: "primary", security_context: { run_as_user: 0 } }],
//                                                                       ^ error[non_root]: spec.containers[0].securityContext.runAsUser: `run_as_non_root` excludes root, whose number is 0
//                                                                       help: write another user's number, or leave it out for the image's own
    },
}
