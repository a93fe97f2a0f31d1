pod_template! {
    pod_spec: {
        overhead: { cpus: "100m" },
//                  ^^^^ error[resource_name]: spec.overhead.limits[cpus]: `cpus` is no resource of a container
//                  help: did you mean `cpu`?
        containers: [{
            name: "primary",
            resources: {
                limits: { mem: "1Gi", gpu: 1, "requests.nvidia.com/gpu": 1, "nvidia.com/gpu": "500m", cpu: "-1" },
//                        ^^^ error[resource_name]: spec.containers[0].resources.limits[mem]: `mem` is no resource of a container
//                        help: there are `cpu`, `memory`, `ephemeral-storage` and `hugepages-…`, and devices: `nvidia.com/gpu`
//                                    ^^^ error[resource_name]: spec.containers[0].resources.limits[gpu]: `gpu` is no resource of a container
//                                    help: there are `cpu`, `memory`, `ephemeral-storage` and `hugepages-…`, and devices: `nvidia.com/gpu`
//                                            ^^^^^^^^^^^^^^^^^^^^^^^^^ error[resource_name]: spec.containers[0].resources.limits[requests.nvidia.com/gpu]: `requests.nvidia.com/gpu` cannot be a resource: its name is too long, or begins with `requests.`
//                                            help: there are `cpu`, `memory`, `ephemeral-storage` and `hugepages-…`
//                                                                                            ^^^^^^ error[invalid_amount]: spec.containers[0].resources.limits[nvidia.com/gpu]: nvidia.com/gpu is given out whole: this is a part of one
//                                                                                            help: write a whole number
//                                                                                                         ^^^^ error[invalid_amount]: spec.containers[0].resources.limits[cpu]: an amount of a resource is not below zero
//                                                                                                         help: write how much of it there is, or leave it out
                requests: { "amd.com/gpu": 1 },
//                          ^^^^^^^^^^^^^ error[request_above_limit]: spec.containers[0].resources.limits: amd.com/gpu is not shared, and needs a limit like its request
//                          help: add it to `limits`: `"amd.com/gpu": …`
            },
        }],
    },
}
