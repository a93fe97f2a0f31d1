pod_template! {
    pod_spec: {
        containers: [{
            name: "primary",
            env: [
                { name: "IP", value_from: { field_ref: { field_path: "status.podIp" } } },
//                                                                   ^^^^^^^^^^^^^^ error[not_supported]: spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: `status.podIp` is no field to refer to here
//                                                                   help: did you mean `status.podIP`?
                { name: "APP", value_from: { field_ref: { field_path: "metadata.labels['a b']" } } },
//                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid_label]: spec.containers[0].env[1].valueFrom.fieldRef: the key `a b` has a character that is no letter, digit, `-`, `_` or `.`
                { name: "PHASE", value_from: { field_ref: { api_version: "v2", field_path: "metadata.name" } } },
//                                                                       ^^^^ error[field_reference]: spec.containers[0].env[2].valueFrom.fieldRef.fieldPath: a pod has fields in version `v1`, not `v2`
//                                                                       help: leave it out
                { name: "CPU", value_from: { resource_field_ref: { resource: "limits.cpu", divisor: "10m" } } },
//                                                                                                  ^^^^^ error[field_reference]: spec.containers[0].env[3].valueFrom.resourceFieldRef.divisor: `10m` is no unit of `limits.cpu`
//                                                                                                  help: a divisor is `1` or `1m`
                { name: "GPU", value_from: { resource_field_ref: { resource: "limits.nvidia.com/gpu" } } },
//                                                                           ^^^^^^^^^^^^^^^^^^^^^^^ error[not_supported]: spec.containers[0].env[4].valueFrom.resourceFieldRef.resource: `limits.nvidia.com/gpu` is no resource to refer to
//                                                                           help: there are `limits.cpu`, `limits.ephemeral-storage`, `limits.memory`, `requests.cpu`, `requests.ephemeral-storage` and `requests.memory`, and those of `hugepages-…`
            ],
        }],
    },
}
