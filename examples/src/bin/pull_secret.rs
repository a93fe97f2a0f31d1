//! A sidecar whose image is in a registry that asks for a password.

use podwright::prelude::*;
use podwright_examples::http;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        image_pull_secrets: [{ name: "my-registry-secret" }],
        containers: [
            { name: "primary" },
            {
                name: "metrics-sidecar",
                image: "127.0.0.1:5001/sidecars/pushgateway:v1.5.1",
                ports: [{ name: "metrics", container_port: 9091 }],
                startup_probe: { tcp_socket: { port: "metrics" }, period_seconds: 1 },
            },
        ],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("pull-secret").pod_template(&POD);

/// Asks the private sidecar whether it is ready.
#[task(env = ENV)]
async fn ask() -> Result<bool> {
    Ok(http::get(port!(POD, "metrics").number(), "/-/ready").await.is_ok())
}

fn main() -> ExitCode {
    podwright::main()
}
