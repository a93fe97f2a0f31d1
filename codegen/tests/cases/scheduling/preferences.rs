pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        affinity: {
            node_affinity: { preferred_during_scheduling_ignored_during_execution: [
                { weight: 1, preference: { match_expressions: [{ key: "disk type", operator: "In", values: ["ssd"] }] } },
//                                                                    ^^^^^^^^^^^ error[invalid_label]: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: the selector's key `disk type` has a character that is no letter, digit, `-`, `_` or `.`
                { weight: 1, preference: { match_expressions: [{ key: "disk", operator: "In" }] } },
//                                                             ^ error[selector]: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].preference.matchExpressions[0].values: `In` compares with values, and there are none
//                                                             help: add them: `values: ["…"]`
            ] },
            pod_affinity: { required_during_scheduling_ignored_during_execution: [{
                topology_key: "kubernetes.io/hostname",
                label_selector: { match_expressions: [{ key: "app name", operator: "Exists" }] },
//                                                           ^^^^^^^^^^ error[invalid_label]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].key: the selector's key `app name` has a character that is no letter, digit, `-`, `_` or `.`
            }] },
        },
    },
}
