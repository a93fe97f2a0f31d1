pod_template! {
    pod_spec: { containers: [#[ordinary] { name: "primary" }] },
//                             ^^^^^^^^ error[ordinary]: spec.containers[0]: `#[ordinary]` marks a sidecar: the primary container is one already
//                             help: leave it out
}
