pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        affinity: {
            node_affinity: {
                required_during_scheduling_ignored_during_execution: { node_selector_terms: [{
                    match_expressions: [
                        { key: "zone", operator: "In" },
//                      ^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: `In` compares with values, and there are none
//                      help: add them: `values: ["…"]`
                        { key: "a b", operator: "Exists", values: ["c"] },
//                             ^^^^^ error[invalid_label]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].key: the selector's key `a b` has a character that is no letter, digit, `-`, `_` or `.`
//                                                                ^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].values: `Exists` asks for the key alone, and takes no values
//                                                                help: leave them out, or use `In` or `NotIn`
                        { key: "cores", operator: "Gt", values: ["1", "2"] },
//                                                              ^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].values: `Gt` compares with one value, and there are 2
//                                                              help: give one: `values: ["1"]`
                        { key: "zone", operator: "in", values: ["a"] },
//                                               ^^^^ error[not_supported]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[3].operator: `in` is not supported here
//                                               help: did you mean `In`? the values are `DoesNotExist`, `Exists`, `Gt`, `In`, `Lt` and `NotIn`
                        { key: "zone", operator: "In", values: ["a b"] },
//                                                              ^^^^^ error[invalid_label]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[4].values[0]: the selector's value `a b` has a character that is no letter, digit, `-`, `_` or `.`
                    ],
                    match_fields: [
                        { key: "metadata.name", operator: "Exists" },
//                                                        ^^^^^^^^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].operator: a node's field is compared by `In` and `NotIn` alone
//                                                        help: for the node's labels there is `match_expressions`
                        { key: "metadata.name", operator: "In", values: ["a", "b"] },
//                                                                      ^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[1].values: a node's field is compared with one value, and there are 2
//                                                                      help: write a term for each node: one of the terms has to match
                        { key: "metadata.labels", operator: "In", values: ["a"] },
//                             ^^^^^^^^^^^^^^^^^ error[selector]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[2].key: the one field of a node to select by is `metadata.name`
//                             help: for the node's labels there is `match_expressions`
                        { key: "metadata.name", operator: "In", values: ["A"] },
//                                                                       ^^^ error[invalid_name]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[3].values[0]: the node's name `A` has a capital letter: only small letters, digits and `-` may stand in it
                    ],
                }] },
                preferred_during_scheduling_ignored_during_execution: [{ weight: 101, preference: {} }],
//                                                                               ^^^ error[number_range]: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: the weight `101` is out of range
//                                                                               help: it is at least 1 and at most 100
            },
            pod_affinity: {
                required_during_scheduling_ignored_during_execution: [{
                    topology_key: "a b",
//                                ^^^^^ error[invalid_label]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: the topology key `a b` has a character that is no letter, digit, `-`, `_` or `.`
                    label_selector: { match_labels: { "app": "a b" }, match_expressions: [{ key: "app", operator: "Is", values: ["a"] }] },
//                                                           ^^^^^ error[invalid_label]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels[app]: the selector's label value `a b` has a character that is no letter, digit, `-`, `_` or `.`
//                                                                                                                ^^^^ error[not_supported]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].operator: `Is` is not supported here
//                                                                                                                help: did you mean `In`? the values are `DoesNotExist`, `Exists`, `In` and `NotIn`
                    namespaces: ["A"],
//                               ^^^ error[invalid_name]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: the namespace `A` has a capital letter: only small letters, digits and `-` may stand in it
                }],
                preferred_during_scheduling_ignored_during_execution: [{ weight: 0, pod_affinity_term: { topology_key: "zone", namespace_selector: { match_expressions: [{ key: "a", operator: "NotIn", values: [] }] } } }],
//                                                                               ^ error[number_range]: spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: the weight `0` is out of range
//                                                                               help: it is at least 1 and at most 100
//                                                                                                       ^^^^^^^^^^^^ warning[selects_nothing]: spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: without a `label_selector` no pod is meant
//                                                                                                       help: add `label_selector`; `{}` means every pod
//                                                                                                                                                                                                              ^ error[selector]: spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchExpressions[0].values: `NotIn` compares with values, and there are none
//                                                                                                                                                                                                              help: add them: `values: ["…"]`
            },
        },
    },
}
