pod_template! {
    #[ordinary]
//    ^^^^^^^^ error[ordinary]: labels: `#[ordinary]` marks a sidecar, and this is none
//    help: put it before a container of the template
    labels: { "a": "b" },
    pod_spec: {
        containers: [{ name: "primary", #[ordinary] tty: true }],
//                                        ^^^^^^^^ error[ordinary]: spec.containers[0].tty: `#[ordinary]` marks a sidecar, and this is none
//                                        help: put it before a container of the template
    },
}
