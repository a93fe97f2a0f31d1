pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a", secret: {} },
//                                                       ^ error[required]: spec.volumes[0].secret.secretName: a volume of a Secret needs `secret_name`
//                                                       help: add `secret_name: "…"`
            #[allow(unused_volume)] { name: "b", config_map: { name: "" } },
//                                                                   ^^ error[required]: spec.volumes[1].configMap.name: a volume of a ConfigMap needs `name`
//                                                                   help: add `name: "…"`
            #[allow(unused_volume)] { name: "c", image: {} },
//                                                      ^ error[required]: spec.volumes[2].image.reference: a volume of an image needs `reference`
//                                                      help: add `reference: "…"`
            #[allow(unused_volume)] { name: "d", cephfs: { monitors: [] } },
//                                               ^^^^^^ warning[deprecated_volume]: spec.volumes[3].cephfs: `cephfs` is no longer mounted since Kubernetes 1.31
//                                               help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
//                                                                   ^ error[required]: spec.volumes[3].cephfs.monitors: a Ceph volume needs a monitor, and this names none
//                                                                   help: name one: `monitors: ["10.0.0.1:6789"]`
            #[allow(unused_volume)] { name: "e", ephemeral: {} },
//                                                          ^ error[required]: spec.volumes[4].ephemeral.volumeClaimTemplate: an ephemeral volume needs `volume_claim_template`
//                                                          help: add `volume_claim_template: { … }`
            #[allow(unused_volume)] { name: "f", iscsi: { target_portal: "a:1", iqn: "iqn.2001-04.com.example:a", lun: 1, chap_auth_session: true } },
//                                                                                                                        ^^^^^^^^^^^^^^^^^ error[required]: spec.volumes[5].iscsi.secretRef: `chap_auth_session` needs `secret_ref`
//                                                                                                                        help: add `secret_ref: { name: "…" }`
            #[allow(unused_volume)] { name: "g", cinder: { volume_id: "v", secret_ref: {} } },
//                                                                                     ^ error[required]: spec.volumes[6].cinder.secretRef.name: a driver's secret needs `name`
//                                                                                     help: add `name: "…"`
            #[allow(unused_volume)] { name: "h", projected: { sources: [{ secret: {} }] } },
//                                                                                ^ error[required]: spec.volumes[7].projected.sources[0].secret.name: a projected Secret needs `name`
//                                                                                help: add `name: "…"`
            #[allow(unused_volume)] { name: "i", downward_api: { items: [{ path: "a" }] } },
//                                                                       ^ error[required]: spec.volumes[8].downwardAPI: the file has nothing to hold
//                                                                       help: give one of `field_ref` and `resource_field_ref`
            #[allow(unused_volume)] { name: "j", downward_api: { items: [{ path: "a", resource_field_ref: { resource: "limits.cpu" } }] } },
//                                                                                                        ^ error[required]: spec.volumes[9].downwardAPI.resourceFieldRef.containerName: a resource in a file needs `container_name`
//                                                                                                        help: add `container_name: "…"`
        ],
    },
}
