pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        // A list of objects, some of them deep.
        affinity: {
            node_affinity: {
                preferred_during_scheduling_ignored_during_execution: [
                    { weight: 1, preference: { match_expressions: [{ key: "gpu", operator: "Exists" }] } },
                ],
            },
        },
        tolerations: [{ key: "gpu", operator: "Equal", value: "true", effect: "NoSchedule" }],
    },
}
