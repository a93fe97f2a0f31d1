pod_template! {
    labels: { "app": "a" },
    pod_spec: {
        containers: [{
            name: "primary",
            volume_mounts: [
                { name: "certificates", mount_path: "/certificates", read_only: true, recursive_read_only: "Enabled" },
                { name: "facts", mount_path: "/facts" },
                { name: "scratch", mount_path: "/scratch", sub_path_expr: "$(POD)/a" },
            ],
            volume_devices: [{ name: "raw", device_path: "/dev/raw" }],
        }],
        affinity: { pod_affinity: { preferred_during_scheduling_ignored_during_execution: [
            { weight: 100, pod_affinity_term: { topology_key: "zone", label_selector: {}, match_label_keys: ["app"] } },
        ] } },
        volumes: [
            { name: "certificates", projected: { default_mode: 0o440, sources: [
                { cluster_trust_bundle: { path: "ca.pem", signer_name: "example.com/signer" } },
                { pod_certificate: { signer_name: "example.com/signer", key_type: "ED25519", credential_bundle_path: "bundle.pem" } },
                { service_account_token: { path: "token", expiration_seconds: 600 } },
            ] } },
            { name: "facts", downward_api: { items: [
                { path: "labels", field_ref: { field_path: "metadata.labels" } },
                { path: "memory", resource_field_ref: { container_name: "primary", resource: "limits.memory", divisor: "1Mi" } },
            ] } },
            { name: "scratch", ephemeral: { volume_claim_template: { spec: { access_modes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } } } },
            { name: "raw", persistent_volume_claim: { claim_name: "raw" } },
        ],
    },
}
