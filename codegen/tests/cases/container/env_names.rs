pod_template! {
    pod_spec: { containers: [{ name: "primary", env: [{ name: "A=B", value: "1" }] }] },
//                                                            ^^^^^ error[invalid_env_name]: spec.containers[0].env[0].name: the environment variable's name `A=B` has a `=` in it
}
