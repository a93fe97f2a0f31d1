pub static POD_NUMBER: PodTemplate = pod_template! {
    labels: { "team": "team-NUMBER", "part": "nightly" },
    pod_spec: {
        service_account_name: "runner-NUMBER",
        node_selector: { "disk": "ssd" },
        containers: [
            {
                name: "primary",
                env: [{ name: "LEVEL", value: "debug" }],
                volume_mounts: [{ name: "data", mount_path: "/mnt/data" }],
                resources: { requests: { cpu: "500m", memory: "1Gi" } },
            },
            {
                name: "metrics",
                image: "prom/pushgateway:v1.5.1",
                ports: [{ name: "metrics", container_port: 9091 }],
                readiness_probe: { http_get: { path: "/-/ready", port: "metrics" }, period_seconds: 5 },
                resources: { limits: { memory: "64Mi" } },
            },
        ],
        volumes: [{ name: "data", persistent_volume_claim: { claim_name: "claim-NUMBER" } }],
        tolerations: [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }],
    },
};
