pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", resources: { limits: { "hugepages-2Mi": "3Mi", memory: "1Gi" } } },
//                                                                     ^^^^^ error[hugepages]: spec.containers[0].resources.limits[hugepages-2Mi]: this is no whole number of pages of 2Mi
//                                                                     help: write a multiple of `2Mi`
            { name: "b", image: "a:1", resources: { limits: { "hugepages-2Mi": "4Mi" } } },
//                                                            ^^^^^^^^^^^^^^^ error[hugepages]: spec.containers[1].resources: huge pages are for a container with processors or memory of its own
//                                                            help: add `cpu` or `memory` to its limits or requests
            { name: "c", image: "a:1", resources: { limits: { "hugepages-big": "4Mi", cpu: 1 } } },
//                                                            ^^^^^^^^^^^^^^^ error[hugepages]: spec.containers[2].resources.limits[hugepages-big]: `big` is no size of a page
//                                                            help: nodes have `hugepages-2Mi` or `hugepages-1Gi`
            {
                name: "d",
                image: "a:1",
                resources: { limits: { "hugepages-2Mi": "4Mi", cpu: 1 }, requests: { "hugepages-2Mi": "2Mi" } },
//                                                                                                    ^^^^^ error[request_above_limit]: spec.containers[3].resources.requests: hugepages-2Mi is not shared: the request of `2Mi` has to be the limit of `4Mi`
//                                                                                                    help: request `4Mi`, or leave the request out
//                                                      ----- request_above_limit: the limit is here
            },
        ],
    },
}
