pod_template! {
    pod_spec: {
        containers: [{ name: "primary", resources: { requests: { cpu: "2" }, limits: { cpu: "500m" } } }],
//                                                                    ^^^ error[request_above_limit]: spec.containers[0].resources.requests: the request of `2` cpu is above the limit of `500m`
//                                                                    help: request at most `500m`, or raise the limit
//                                                                                          ------ request_above_limit: the limit is here
    },
}
