pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume }],
//                                      ^^^^^^ error[unknown_field]: spec.containers[0].volume: a container has no field `volume`
        node
//      ^^^^ error[unknown_field]: spec.node: a pod spec has no field `node`
    },
}
