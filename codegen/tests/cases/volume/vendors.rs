pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a", fc: {} },
//                                                   ^ error[required]: spec.volumes[0].fc.targetWWNs: a Fibre Channel volume names its targets or its ids
//                                                   help: give `target_wwns: ["…"]` with `lun`, or `wwids: ["…"]`
            #[allow(unused_volume)] { name: "b", fc: { target_wwns: ["w"], wwids: ["i"] } },
//                                                   ^ error[required]: spec.volumes[1].fc.lun: a target has units, and this names none
//                                                   help: add `lun: 0`
//                                                     ^^^^^^^^^^^ error[one_of]: spec.volumes[1].fc.targetWWNs: a Fibre Channel volume has targets or ids, not both
//                                                     help: keep one of the two lists
            #[allow(unused_volume)] { name: "c", quobyte: { registry: "a:1,b", volume: "v" } },
//                                               ^^^^^^^ warning[deprecated_volume]: spec.volumes[2].quobyte: `quobyte` is no longer mounted since Kubernetes 1.25
//                                               help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
//                                                                    ^^^^^^^ error[quobyte_registry]: spec.volumes[2].quobyte.registry: `b` is no host and port
//                                                                    help: write `host:port`, and a comma between two of them
            #[allow(unused_volume)] { name: "d", flocker: {} },
//                                               ^^^^^^^ warning[deprecated_volume]: spec.volumes[3].flocker: `flocker` is no longer mounted since Kubernetes 1.25
//                                               help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
//                                                        ^ error[required]: spec.volumes[3].flocker: a Flocker volume names its dataset
//                                                        help: give `dataset_name`
            #[allow(unused_volume)] { name: "e", flocker: { dataset_name: "a/b", dataset_uuid: "u" } },
//                                               ^^^^^^^ warning[deprecated_volume]: spec.volumes[4].flocker: `flocker` is no longer mounted since Kubernetes 1.25
//                                               help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
//                                                                        ^^^^^ error[invalid_name]: spec.volumes[4].flocker.datasetName: the name of a dataset has no `/`
//                                                                               ^^^^^^^^^^^^ error[one_of]: spec.volumes[4].flocker: a Flocker volume has one dataset, by its name or by its id
//                                                                               help: keep one of them
            #[allow(unused_volume)] { name: "f", azure_disk: { disk_name: "d", disk_uri: "https://a", kind: "Managed" } },
//                                                                                       ^^^^^^^^^^^ error[not_supported]: spec.volumes[5].azureDisk.diskURI: the disk of the kind `Managed` has an address that begins with `/subscriptions/`
//                                                                                       help: such as `/subscriptions/…/resourcegroups/…/providers/microsoft.compute/disks/…`
            #[allow(unused_volume)] { name: "g", azure_disk: { disk_name: "d", disk_uri: "/subscriptions/a", kind: "Shared" } },
//                                                                                       ^^^^^^^^^^^^^^^^^^ error[not_supported]: spec.volumes[6].azureDisk.diskURI: the disk of the kind `Shared` has an address that begins with `https://`
//                                                                                       help: such as `https://….blob.core.windows.net/…/….vhd`
            #[allow(unused_volume)] { name: "h", flex_volume: { driver: "d", options: { "size.kubernetes.io/a": "1" } } },
//                                                                                      ^^^^^^^^^^^^^^^^^^^^^^ error[reserved_option]: spec.volumes[7].flexVolume.options[size.kubernetes.io/a]: the option `size.kubernetes.io/a` has a domain of Kubernetes' own
//                                                                                      help: use a domain of the driver's
        ],
    },
}
