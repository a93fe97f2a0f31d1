pod_template! {
    pod_spec: {
        resource_claims: [{ name: "gpu", resource_claim_template_name: "gpus" }],
        containers: [{
            name: "primary",
            resources: { claims: [{ name: "gpu", request: "large" }, { name: "gpu" }, { name: "gpus" }] },
//                                                                           ^^^^^ error[duplicate_item]: spec.containers[0].resources.claims[1]: the claim `gpu` is asked for already
//                                                                           help: keep one of them
//                                        ----- duplicate_item: first asked for here
//                                                                                            ^^^^^^ error[undeclared_claim]: spec.containers[0].resources.claims[2]: the pod has no claim `gpus`
//                                                                                            help: did you mean `gpu`?
        }],
    },
}
