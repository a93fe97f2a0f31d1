//! A real Prometheus Pushgateway beside the task: the task pushes to it on localhost, and the pod ends with the task.
#![expect(clippy::print_stdout, reason = "what a task prints is its log")]

use std::time::Duration;

use podwright::prelude::*;
use podwright_examples::http;

static METRICS_POD: PodTemplate = pod_template! {
    primary_container_name: "primary",
    labels: { "team": "ml-platform" },
    pod_spec: {
        containers: [
            { name: "primary" },
            {
                name: "metrics-sidecar",
                image: "prom/pushgateway:v1.5.1",
                ports: [{ name: "metrics", container_port: 9091 }],
                startup_probe: { http_get: { path: "/-/ready", port: "metrics" }, period_seconds: 1 },
                resources: { limits: { cpu: "100m", memory: "64Mi" } },
            },
        ],
    },
};

static STUBBORN_POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            {
                name: "stubborn",
                #[allow(untagged_image)]
                image: "busybox:latest",
                command: ["/bin/sh", "-c", "trap '' TERM; while true; do sleep 1; done"],
            },
        ],
    },
};

static METRICS: TaskEnvironment = TaskEnvironment::new("sidecar-example").pod_template(&METRICS_POD);
static STUBBORN: TaskEnvironment = TaskEnvironment::new("stubborn-example").pod_template(&STUBBORN_POD);

/// Pushes a metric to the sidecar, reads back what the sidecar then has, and fails if it is told to.
#[task(env = METRICS)]
async fn push_metric(
    /// The metric's value.
    value: f64,
    /// How long to go on after the push, in seconds.
    #[arg(default = 0)]
    linger: u64,
    /// Fail after the push.
    #[arg(default = false)]
    fail: bool,
) -> Result<String> {
    let gateway = port!(METRICS_POD, "metrics").number();
    http::put(gateway, "/metrics/job/example", &format!("rows_processed {value}\n")).await?;
    println!("pushed rows_processed {value}");
    tokio::time::sleep(Duration::from_secs(linger)).await;
    let metrics = http::get(gateway, "/metrics").await?;
    if fail {
        return Err(podwright::Error::msg("told to fail").no_retry());
    }
    let line = metrics.lines().find(|line| line.starts_with("rows_processed"));
    Ok(line.unwrap_or("the gateway has no such metric").to_owned())
}

/// Returns at once, beside a sidecar that ignores SIGTERM.
#[task(env = STUBBORN)]
fn beside_a_stubborn_sidecar() -> Result<u32> {
    Ok(42)
}

fn main() -> ExitCode {
    podwright::main()
}
