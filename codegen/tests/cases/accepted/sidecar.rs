pod_template! {
    primary_container_name: "primary",
    labels: { "team": "ml-platform", "app.kubernetes.io/name": "metrics" },
    annotations: { "monitoring": "enabled" },
    pod_spec: {
        containers: [
            {
                name: "primary",
                env: [{ name: "LOG_LEVEL", value: "INFO" }],
                volume_mounts: [{ name: "data-volume", mount_path: "/mnt/data" }],
            },
            {
                name: "metrics-sidecar",
                image: "prom/pushgateway:v1.5.1",
                ports: [{ name: "metrics", container_port: 9091 }],
                resources: { limits: { cpu: "100m", memory: "64Mi" } },
            },
        ],
        volumes: [{ name: "data-volume", csi: { driver: "your-csi-driver", volume_attributes: { "key": "value" } } }],
    },
}
