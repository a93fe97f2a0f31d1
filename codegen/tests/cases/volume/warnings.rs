pod_template! {
    pod_spec: {
        containers: [{ name: "primary" }],
        volumes: [
            #[allow(unused_volume)] { name: "a", git_repo: { repository: "r" } },
//                                               ^^^^^^^^ warning[deprecated_volume]: spec.volumes[0].gitRepo: `git_repo` is no longer mounted by default since Kubernetes 1.33
//                                               help: clone in an init container, into an empty directory
            #[allow(unused_volume)] { name: "b", glusterfs: { endpoints: "e", path: "p" } },
//                                               ^^^^^^^^^ warning[deprecated_volume]: spec.volumes[1].glusterfs: `glusterfs` is no longer mounted since Kubernetes 1.26
//                                               help: use the CSI driver of the storage, by `csi` or `persistent_volume_claim`
            #[allow(unused_volume)] { name: "c", secret: { secret_name: "s", items: [{ key: "k", path: "a/b" }, { key: "l", path: "a" }, { key: "m", path: "a/b/" }] } },
//                                                                                                                                ^^^ warning[overlapping_path]: spec.volumes[2].secret.items[1].path: `a` is in the way of another file
//                                                                                                                                help: give one of them another path
//                                                                                                     ----- overlapping_path: the other file
//                                                                                                                                                         ^^^^^^ warning[overlapping_path]: spec.volumes[2].secret.items[2].path: `a/b` is in the way of another file
//                                                                                                                                                         help: give one of them another path
//                                                                                                     ----- overlapping_path: the other file
            #[allow(unused_volume)] { name: "d", projected: { sources: [{}, { service_account_token: { path: "t" } }, { secret: { name: "s", items: [{ key: "k", path: "t" }] } }] } },
//                                                                      ^ warning[empty_projection]: spec.volumes[3].projected.sources[0]: this source of the volume is none
//                                                                      help: leave it out
//                                                                                                                                                                     ^^^ warning[overlapping_path]: spec.volumes[3].projected.sources[2].secret.items[0].path: `t` is in the way of another file
//                                                                                                                                                                     help: give one of them another path
//                                                                                                           --- overlapping_path: the other file
            #[allow(unused_volume)] { name: "e", ephemeral: { volume_claim_template: { spec: { access_modes: ["ReadWriteOnce"], resources: { requests: { storage: "1500m" } } } } } },
//                                                                                                                                                                ^^^^^^^ warning[fractional_bytes]: spec.volumes[4].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: `1500m` is no whole number of bytes
//                                                                                                                                                                help: write a whole number of them, such as `1Gi`
        ],
    },
}
