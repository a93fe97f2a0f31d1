pod_template! {
    pod_spec: {
        init_containers: [
            { name: "first", image: "busybox:1.36", restart_policy_rules: [{ action: "Restart" }] },
//                                                  ^^^^^^^^^^^^^^^^^^^^ error[required]: spec.initContainers[0].restartPolicy: restart rules are exceptions from a container's `restart_policy`, and it has none
//                                                  help: add `restart_policy: "Never"` or another policy
//                                                                         ^ error[required]: spec.initContainers[0].restartPolicyRules[0].exitCodes: a restart rule needs `exit_codes`
//                                                                         help: add `exit_codes: { operator: "In", values: [42] }`
            {
                name: "second",
                image: "busybox:1.36",
                restart_policy: "Onfailure",
//                              ^^^^^^^^^^^ error[not_supported]: spec.initContainers[1].restartPolicy: `Onfailure` is not supported here
//                              help: did you mean `OnFailure`?
                restart_policy_rules: [{ action: "Start", exit_codes: { operator: "is", values: [1] } }],
//                                               ^^^^^^^ error[not_supported]: spec.initContainers[1].restartPolicyRules[0].action: `Start` is not supported here
//                                               help: the values are `Restart` and `RestartAllContainers`
//                                                                                ^^^^ error[not_supported]: spec.initContainers[1].restartPolicyRules[0].exitCodes.operator: `is` is not supported here
//                                                                                help: the values are `In` and `NotIn`
            },
        ],
        containers: [{ name: "primary" }],
    },
}
