pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        affinity: { node_affinity: { required_during_scheduling_ignored_during_execution: { node_selector_terms: [
            { match_expressions: [{ key: "beta.kubernetes.io/os", operator: "Exists" }] },
//                                       ^^^^^^^^^^^^^^^^^^^^^^^ warning[deprecated_label]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: the label `beta.kubernetes.io/os` is deprecated
//                                       help: use `kubernetes.io/os`
        ] } } },
    },
}
