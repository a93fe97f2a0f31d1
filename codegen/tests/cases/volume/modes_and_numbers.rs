pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "secret", secret: { secret_name: "s", default_mode: 644, items: [{ key: "k", path: "k", mode: 0o1777 }] } },
//                                                                                              ^^^ error[number_range]: spec.volumes[0].secret.defaultMode: the mode `644` is out of range
//                                                                                              help: did you mean `0o644`, which is 420?
//                                                                                                                                        ^^^^^^ error[number_range]: spec.volumes[0].secret.items[0].mode: the mode `1023` is out of range
//                                                                                                                                        help: it is at most `0o777`, which is 511
            #[allow(unused_volume)] { name: "disk", gce_persistent_disk: { pd_name: "d", partition: 256 } },
//                                                                                                  ^^^ error[number_range]: spec.volumes[1].persistentDisk.partition: the partition `256` is out of range
//                                                                                                  help: it is at least 0 and at most 255
            #[allow(unused_volume)] { name: "ebs", aws_elastic_block_store: { volume_id: "d", partition: -1 } },
//                                                                                                       ^^ error[number_range]: spec.volumes[2].awsElasticBlockStore.partition: the partition `-1` is out of range
//                                                                                                       help: it is at least 0 and at most 255
            #[allow(unused_volume)] { name: "target", iscsi: { target_portal: "a:1", iqn: "eui.0123456789abcdef", lun: 256 } },
//                                                                                                                     ^^^ error[number_range]: spec.volumes[3].iscsi.lun: the logical unit `256` is out of range
//                                                                                                                     help: it is at least 0 and at most 255
            #[allow(unused_volume)] { name: "scratch", empty_dir: { size_limit: "-1Gi" } },
//                                                                              ^^^^^^ error[invalid_amount]: spec.volumes[4].emptyDir.sizeLimit: a directory's size is not below zero
            #[allow(unused_volume)] { name: "token", projected: { default_mode: 0o1000, sources: [{ service_account_token: { path: "t", expiration_seconds: 599 } }] } },
//                                                                              ^^^^^^ error[number_range]: spec.volumes[5].projected.defaultMode: the mode `512` is out of range
//                                                                              help: it is at most `0o777`, which is 511
//                                                                                                                                                          ^^^ error[number_range]: spec.volumes[5].projected.sources[0].serviceAccountToken.expirationSeconds: the token's life in seconds `599` is out of range
//                                                                                                                                                          help: it is at least 600 and at most 4294967296
        ],
    },
}
