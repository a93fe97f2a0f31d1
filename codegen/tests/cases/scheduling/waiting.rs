pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        node_name: "node-1",
//      ^^^^^^^^^ error[gated_node]: spec.nodeName: `node_name` places the pod, which `scheduling_gates` hold back
//      help: leave one of them out; a node can be chosen by affinity too
        scheduling_gates: [{ name: "example.com/a" }, { name: "a/b/c" }, { name: "example.com/a" }],
//                                                            ^^^^^^^ error[invalid_name]: spec.schedulingGates[1].name: the scheduling gate `a/b/c` has more than one `/`
//                                                                               ^^^^^^^^^^^^^^^ error[duplicate_name]: spec.schedulingGates[2].name: the gate `example.com/a` is there already
//                                                                               help: keep one of them
//                                 --------------- duplicate_name: first named here
        readiness_gates: [{ condition_type: "a b" }],
//                                          ^^^^^ error[invalid_name]: spec.readinessGates[0].conditionType: the condition `a b` has a character that is no letter, digit, `-`, `_` or `.`
        resource_claims: [
            { name: "gpu", resource_claim_name: "a" },
//                  ----- duplicate_name: first named here
            { name: "gpu", resource_claim_name: "B" },
//                  ^^^^^ error[duplicate_name]: spec.resourceClaims[1].name: another resource claim is named `gpu` already
//                  help: give one of them another name
//                                              ^^^ error[invalid_name]: spec.resourceClaims[1].resourceClaimName: the claim's name `B` has a capital letter: only small letters, digits and `-` may stand in it
            { name: "N_IC", resource_claim_template_name: "c" },
//                  ^^^^^^ error[invalid_name]: spec.resourceClaims[2].name: the resource claim `N_IC` has a capital letter: only small letters, digits and `-` may stand in it
            { name: "none" },
//          ^ error[one_of]: spec.resourceClaims[3]: a resource claim names a claim or a template
//          help: give one of `resource_claim_name` and `resource_claim_template_name`
            { name: "both", resource_claim_name: "a", resource_claim_template_name: "b" },
//                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[one_of]: spec.resourceClaims[4].resourceClaimTemplateName: a pod resource claim has `resource_claim_name` already, and may not have `resource_claim_template_name` too
//                                                    help: keep one of `resource_claim_name` and `resource_claim_template_name`
//                          ------------------- one_of: first given here
        ],
    },
}
