pod_template! {
    pod_spec: {
        os: { name: "linux" },
//                  ------- operating_system: the pod's operating system is named here
        security_context: { windows_options: { run_as_user_name: "ContainerUser" } },
//                          ^^^^^^^^^^^^^^^ error[operating_system]: spec.securityContext.windowsOptions: a pod for Linux has no `windows_options`
//                          help: leave it out, or name the other operating system
        containers: [{ name: "primary" }],
    },
}
