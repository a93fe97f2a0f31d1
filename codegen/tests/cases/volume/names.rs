pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a_b", empty_dir: {} },
//                                          ^^^^^ error[invalid_name]: spec.volumes[0].name: the volume name `a_b` has a `_`: only small letters, digits and `-` may stand in it
            #[allow(unused_volume)] { name: "driver", csi: { driver: "CSI/x", node_publish_secret_ref: { name: "A" } } },
//                                                                   ^^^^^^^ error[invalid_name]: spec.volumes[1].csi.driver: the CSI driver `CSI/x` has a character that is no small letter, digit or `-`
//                                                                                                             ^^^ error[invalid_name]: spec.volumes[1].csi.name: the secret's name `A` has a capital letter: only small letters, digits and `-` may stand in it
            #[allow(unused_volume)] { name: "store", storageos: { volume_name: "A", volume_namespace: "b.c" } },
//                                                   ^^^^^^^^^ warning[deprecated_volume]: spec.volumes[2].storageOS: `storageos` is no longer mounted since Kubernetes 1.25
//                                                   help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
//                                                                             ^^^ error[invalid_name]: spec.volumes[2].storageos.volumeName: the volume `A` has a capital letter: only small letters, digits and `-` may stand in it
//                                                                                                    ^^^^^ error[invalid_name]: spec.volumes[2].storageos.volumeNamespace: the namespace `b.c` has a `.`: only small letters, digits and `-` may stand in it
            #[allow(unused_volume)] { name: "target", iscsi: { target_portal: "a:1", iqn: "target", initiator_name: "eui.1", lun: 1 } },
//                                                                                        ^^^^^^^^ error[iscsi_name]: spec.volumes[3].iscsi.iqn: the target `target` begins with none of `iqn.`, `eui.` and `naa.`
//                                                                                                                  ^^^^^^^ error[iscsi_name]: spec.volumes[3].iscsi.initiatorname: the initiator `eui.1` has not one sign and 16 letters or digits behind its `eui`
            #[allow(unused_volume)] { name: "a-volume-with-a-long-name", iscsi: { target_portal: "a-portal-with-a-name-that-is-too-long.example:3260", iqn: "iqn.2001-04.com.example:a", initiator_name: "iqn.2001-04.com.example:b", lun: 1 } },
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[iscsi_name]: spec.volumes[4].name: with `initiator_name` the volume's name and the portal have at most 63 letters together, and these have 75
//                                          help: give the volume a shorter name
        ],
    },
}
