pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a", ephemeral: { volume_claim_template: { metadata: { name: "n", labels: { "a b": "c" } }, spec: {} } } },
//                                                                                                 ^^^^ error[forbidden]: spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: a claim of a volume has labels and annotations, and no `name` of its own
//                                                                                                 help: leave it out: the claim is named after the pod and the volume
//                                                                                                                      ^^^^^ error[invalid_label]: spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels[a b]: the label name `a b` has a character that is no letter, digit, `-`, `_` or `.`
//                                                                                                                                            ^ error[required]: spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: a claim says how the volume is accessed
//                                                                                                                                            help: add `access_modes: ["ReadWriteOnce"]`
//                                                                                                                                            ^ error[required]: spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: a claim says how much storage it is for
//                                                                                                                                            help: add `resources: { requests: { storage: "1Gi" } }`
            #[allow(unused_volume)] { name: "b", ephemeral: { volume_claim_template: { spec: {
                access_modes: ["ReadWriteOncePod", "ReadOnlyMany"],
//                             ^^^^^^^^^^^^^^^^^^ error[forbidden]: spec.volumes[1].ephemeral.volumeClaimTemplate.spec.accessModes: `ReadWriteOncePod` gives the volume to one pod, and stands alone
//                             help: keep it, or the others
//                                                 -------------- forbidden: another mode
                storage_class_name: "A",
//                                  ^^^ error[invalid_name]: spec.volumes[1].ephemeral.volumeClaimTemplate.spec.storageClassName: the storage class `A` has a capital letter: only small letters, digits and `-` may stand in it
                data_source: { kind: "VolumeSnapshot", name: "n" },
//                                   ^^^^^^^^^^^^^^^^ error[data_source]: spec.volumes[1].ephemeral.volumeClaimTemplate.spec.dataSource: without `api_group` a source is a `PersistentVolumeClaim`
//                                   help: add the kind's group: `api_group: "snapshot.storage.k8s.io"`
                resources: { requests: { storage: "0" } },
//                                                ^^^ error[invalid_amount]: spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources[storage]: a claim is for more than no storage
            } } } },
            #[allow(unused_volume)] { name: "c", ephemeral: { volume_claim_template: { spec: {
                access_modes: ["ReadWriteOnce"],
                data_source: { kind: "PersistentVolumeClaim", name: "n" },
//              ^^^^^^^^^^^ error[data_source]: spec.volumes[2].ephemeral.volumeClaimTemplate.spec: `data_source` and `data_source_ref` name different objects
//              help: keep `data_source_ref` alone
                data_source_ref: { kind: "PersistentVolumeClaim", name: "m" },
                resources: { requests: { storage: "1Gi" } },
            } } } },
        ],
    },
}
