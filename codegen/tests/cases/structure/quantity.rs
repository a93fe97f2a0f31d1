pod_template! {
    pod_spec: {
        containers: [{ name: "primary", resources: { limits: { memory: "4GB", cpu: "two" } } }],
//                                                                     ^^^^^ error[quantity]: spec.containers[0].resources.limits[memory]: the quantity `4GB` names the unit of bytes, which a quantity does not: write `Mi` or `M`, `Gi` or `G`
//                                                                                 ^^^^^ error[quantity]: spec.containers[0].resources.limits[cpu]: the quantity `two` has an unknown suffix: there are `n`, `u`, `m`, `k`, `M`, `G`, `T`, `P`, `E` and `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`
    },
}
