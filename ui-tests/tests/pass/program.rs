//! The program of the documentation's first page.

use podwright::prelude::*;

static METRICS_POD: PodTemplate = pod_template! {
    primary_container_name: "primary",
    labels: { "team": "ml-platform", "environment": "production" },
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
};

static ENV: TaskEnvironment = TaskEnvironment::new("sidecar-example")
    .pod_template(&METRICS_POD)
    .resources(Resources::new().cpu("2").memory("4Gi"))
    .secrets(&[Secret::env("API_KEY", "api-keys", "primary")]);

#[task(env = ENV, retries = 2, timeout = "10m")]
async fn process(input: String) -> Result<usize> {
    let path = mount!(METRICS_POD, "data-volume").join(input);
    Ok(std::fs::read_to_string(path)?.len())
}

fn main() {
    let _: Call<usize> = process("a.csv".to_owned());
    let _: fn() -> ExitCode = podwright::main;
    assert_eq!(port!(METRICS_POD, "metrics").number(), 9091);
    assert_eq!(port!(METRICS_POD, "metrics-sidecar", "metrics").name(), "metrics");
    assert_eq!(mount!(METRICS_POD, "data-volume", "/mnt/data").name(), "data-volume");
}
