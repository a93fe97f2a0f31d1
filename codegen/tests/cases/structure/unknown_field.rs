pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mount: [] }],
//                                      ^^^^^^^^^^^^ error[unknown_field]: spec.containers[0].volume_mount: a container has no field `volume_mount`
//                                      help: did you mean `volume_mounts`?
        restart: "Never",
//      ^^^^^^^ error[unknown_field]: spec.restart: a pod spec has no field `restart`
    },
    metadata: {},
//  ^^^^^^^^ error[unknown_field]: metadata: a pod template has no field `metadata`
//  help: `labels` and `annotations` stand at the head of the template
}
