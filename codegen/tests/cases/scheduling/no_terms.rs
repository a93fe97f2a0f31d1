pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        affinity: { node_affinity: { required_during_scheduling_ignored_during_execution: { node_selector_terms: [] } } },
//                                                                                                               ^ error[required]: spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: a node selector needs a term, and this has none
//                                                                                                               help: add one, or leave the selector out
    },
}
