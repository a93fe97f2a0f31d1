pod_template! {
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "scratch", mount_path: "/scratch" }] }],
        volumes: [{ name: "scratch", ephemeral: { volume_claim_template: {
            metadata: { annotations: { "what for": "scratch" } },
//                                     ^^^^^^^^^^ error[invalid_annotation]: spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.annotations[what for]: the annotation name `what for` has a character that is no letter, digit, `-`, `_` or `.`
            spec: { access_modes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        } } }],
    },
}
