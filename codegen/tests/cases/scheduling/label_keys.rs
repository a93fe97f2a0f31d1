pod_template! {
    labels: { "app": "a", "tier": "b" },
    pod_spec: {
        containers: [{ name: "primary" }],
        affinity: { pod_anti_affinity: { required_during_scheduling_ignored_during_execution: [
            { topology_key: "zone", match_label_keys: ["app"] },
//                                  ^^^^^^^^^^^^^^^^ error[label_keys]: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys: `match_label_keys` completes a `label_selector`, and there is none
//                                  help: add `label_selector: {}`, or leave `match_label_keys` out
            { topology_key: "zone", label_selector: { match_labels: { "app": "a" } }, match_label_keys: ["tier", "app"] },
//                                                                                                               ^^^^^ error[label_keys]: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[1][1]: the selector has a requirement for `app` already
//                                                                                                               help: say it in one of the two places
            { topology_key: "zone", label_selector: {}, match_label_keys: ["a b", "tier"], mismatch_label_keys: ["tier"] },
//                                                                         ^^^^^ error[invalid_label]: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[2].matchLabelKeys[0]: the label name `a b` has a character that is no letter, digit, `-`, `_` or `.`
//                                                                                ^^^^^^ error[label_keys]: spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[2].matchLabelKeys[1]: `tier` cannot be alike and different at once: it is among both keys
//                                                                                help: keep it in one of the two lists
        ] } },
        topology_spread_constraints: [
            { max_skew: 1, topology_key: "zone", when_unsatisfiable: "DoNotSchedule", label_selector: { match_expressions: [{ key: "app", operator: "Exists" }] }, match_label_keys: ["app"] },
//                                                                                                                                                                                    ^^^^^ error[label_keys]: spec.topologySpreadConstraints[0][0]: the selector has a requirement for `app` already
//                                                                                                                                                                                    help: say it in one of the two places
        ],
    },
}
