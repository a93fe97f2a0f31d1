pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        node_selector: { "beta.kubernetes.io/arch": "amd64" },
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated_label]: spec.nodeSelector[beta.kubernetes.io/arch]: the label `beta.kubernetes.io/arch` is deprecated
//                       help: use `kubernetes.io/arch`
        affinity: {
            node_affinity: { preferred_during_scheduling_ignored_during_execution: [{ weight: 1, preference: {
                match_expressions: [{ key: "node-role.kubernetes.io/master", operator: "In", values: ["a b"] }],
//                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated_label]: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: the label `node-role.kubernetes.io/master` is deprecated
//                                         help: use `node-role.kubernetes.io/control-plane`
//                                                                                                    ^^^^^ warning[unmatched_value]: spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: the value of a node's label `a b` has a character that is no letter, digit, `-`, `_` or `.`
            } }] },
            pod_affinity: { required_during_scheduling_ignored_during_execution: [{ topology_key: "zone" }] },
//                                                                                  ^^^^^^^^^^^^ warning[selects_nothing]: spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: without a `label_selector` no pod is meant
//                                                                                  help: add `label_selector`; `{}` means every pod
        },
        topology_spread_constraints: [{ max_skew: 1, topology_key: "failure-domain.beta.kubernetes.io/zone", when_unsatisfiable: "DoNotSchedule" }],
//                                                   ^^^^^^^^^^^^ warning[selects_nothing]: spec.topologySpreadConstraints[0].labelSelector: without a `label_selector` no pod is meant
//                                                   help: add `label_selector`; `{}` means every pod
//                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated_label]: spec.topologySpreadConstraints[0].topologyKey: the label `failure-domain.beta.kubernetes.io/zone` is deprecated
//                                                                 help: use `topology.kubernetes.io/zone`
    },
}
