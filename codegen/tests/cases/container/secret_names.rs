pod_template! {
    pod_spec: {
        containers: [{ name: "primary", env_from: [{ secret_ref: { name: "A_b" } }] }],
//                                                                       ^^^^^ error[invalid_name]: spec.containers[0].envFrom[0].secretRef.name: the name `A_b` has a capital letter: only small letters, digits and `-` may stand in it
        image_pull_secrets: [{ name: "A_b" }],
    },
}
