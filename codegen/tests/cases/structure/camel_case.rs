pod_template! {
    podSpec: {
//  ^^^^^^^ error[field_spelling]: spec: `podSpec` is spelled `pod_spec` here
//  help: write `pod_spec`
        containers: [{ name: "primary", env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] }],
//                                                         ^^^^^^^^^ error[field_spelling]: spec.containers[0].env[0].valueFrom: `valueFrom` is spelled `value_from` here
//                                                         help: write `value_from`
//                                                                      ^^^^^^^^ error[field_spelling]: spec.containers[0].env[0].valueFrom.fieldRef: `fieldRef` is spelled `field_ref` here
//                                                                      help: write `field_ref`
//                                                                                  ^^^^^^^^^ error[field_spelling]: spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: `fieldPath` is spelled `field_path` here
//                                                                                  help: write `field_path`
    },
}
