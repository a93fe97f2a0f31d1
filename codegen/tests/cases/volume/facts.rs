pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [#[allow(unused_volume)] { name: "facts", downward_api: { items: [
            { path: "a", field_ref: { field_path: "metadata.label" } },
//                                                ^^^^^^^^^^^^^^^^ error[not_supported]: spec.volumes[0].downwardAPI.fieldRef.fieldPath: `metadata.label` is no field to refer to here
//                                                help: did you mean `metadata.labels`?
            { path: "b", field_ref: { field_path: "metadata.labels['a b']" } },
//                                                ^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid_label]: spec.volumes[0].downwardAPI.fieldRef: the key `a b` has a character that is no letter, digit, `-`, `_` or `.`
            { path: "c", field_ref: { field_path: "metadata.name['a']" } },
//                                                ^^^^^^^^^^^^^^^^^^^^ error[field_reference]: spec.volumes[0].downwardAPI.fieldRef.fieldPath: `metadata.name` has no keys: labels and annotations have
            { path: "d", field_ref: { api_version: "v2", field_path: "metadata.name" } },
//                                                 ^^^^ error[field_reference]: spec.volumes[0].downwardAPI.fieldRef.fieldPath: a pod has fields in version `v1`, not `v2`
//                                                 help: leave it out
            { path: "e", resource_field_ref: { container_name: "primary", resource: "limits.cpus" } },
//                                                                                  ^^^^^^^^^^^^^ error[not_supported]: spec.volumes[0].downwardAPI.resourceFieldRef.resource: `limits.cpus` is no resource to refer to
//                                                                                  help: did you mean `limits.cpu`?
            { path: "f", resource_field_ref: { container_name: "primary", resource: "limits.memory", divisor: "2Mi" } },
//                                                                                                            ^^^^^ error[field_reference]: spec.volumes[0].downwardAPI.resourceFieldRef.divisor: `2Mi` is no unit of `limits.memory`
//                                                                                                            help: a divisor is `1`, or one of a suffix such as `1k` or `1Mi`
            { path: "g", field_ref: { field_path: "metadata.name" }, resource_field_ref: { container_name: "primary", resource: "limits.cpu" } },
//                                                                   ^^^^^^^^^^^^^^^^^^ error[one_of]: spec.volumes[0].downwardAPI.resourceFieldRef: a downward API volume file has `field_ref` already, and may not have `resource_field_ref` too
//                                                                   help: keep one of `field_ref` and `resource_field_ref`
//                       --------- one_of: first given here
        ] } }],
    },
}
