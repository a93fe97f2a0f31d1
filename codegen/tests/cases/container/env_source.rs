pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            env: [
                { name: "A", value: "a", value_from: { field_ref: { field_path: "spec.nodeName" } } },
//                                       ^^^^^^^^^^ error[env_source]: spec.containers[0].env[0].valueFrom: a variable has a `value` or `value_from`, not both
//                                       help: keep one of them
//                           ----- env_source: the value is given here
                { name: "B", value_from: {} },
//                                       ^ error[env_source]: spec.containers[0].env[1].valueFrom: this names no source for the environment
//                                       help: give one of `config_map_key_ref`, `field_ref`, `file_key_ref`, `resource_field_ref` and `secret_key_ref`
                { name: "C", value_from: { secret_key_ref: { name: "api", key: "the token" } } },
//                                                                             ^^^^^^^^^^^ error[invalid_key]: spec.containers[0].env[2].valueFrom.secretKeyRef.key: the key `the token` has a character that is no letter, digit, `-`, `_` or `.`
            ],
            env_from: [{ prefix: "A_" }],
//                     ^ error[env_source]: spec.containers[0].envFrom: this names no source for the environment
//                     help: give one of `config_map_ref` and `secret_ref`
        }],
    },
}
