pod_template! {
    pod_spec: {
        resources: { requests: { cpu: 1 }, limits: { cpu: 2, memory: "1Gi", "nvidia.com/gpu": 1 }, claims: [] },
//                                    ^ error[pod_resources]: spec.resources.requests[cpu]: this is less than the requests of all containers together
//                                    help: raise it, or lower the cpu of the containers
//                                                                   ^^^^^ error[pod_resources]: spec.resources.requests: the containers together request more memory than this
//                                                                   help: raise the limit, or lower the containers' requests
//                                                                          ^^^^^^^^^^^^^^^^ error[resource_name]: spec.resources.limits[nvidia.com/gpu]: a pod has no `nvidia.com/gpu` for all its containers
//                                                                          help: there are `cpu`, `memory` and `hugepages-…`
//                                                                                                 ^^^^^^ error[forbidden]: spec.resources.claims: the claims of a pod are its containers' to use
//                                                                                                 help: put them into the resources of a container
//                                                        - pod_resources: the pod's limit is here
        containers: [
            { name: "primary", resources: { requests: { cpu: 1, memory: "1Gi" }, limits: { cpu: 4 } } },
//                                                                                              ^ error[pod_resources]: spec.resources.containers[0][cpu].limits: the limit is above that of the whole pod, which is `2`
//                                                                                              help: limit it to at most `2`, or raise the pod's limit
            { name: "proxy", image: "envoyproxy/envoy:v1.31", resources: { requests: { cpu: "500m", memory: "1Gi" } } },
        ],
    },
}
