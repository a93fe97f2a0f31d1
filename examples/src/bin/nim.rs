//! A model server beside the task: the task begins when the server's health endpoint answers.

use podwright::prelude::*;
use podwright_examples::http;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary" },
            {
                name: "nvidia-nim",
                #[allow(untagged_image)]
                image: "nvcr.io/nvidia/nim:latest",
                ports: [{ name: "http", container_port: 8000 }],
                startup_probe: {
                    http_get: { path: "/v1/health", port: "http" },
                    period_seconds: 1,
                    failure_threshold: 60,
                },
            },
        ],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("nim").pod_template(&POD);

/// Asks the model server for its health.
#[task(env = ENV)]
async fn health() -> Result<String> {
    Ok(http::get(port!(POD, "http").number(), "/v1/health").await?.trim().to_owned())
}

fn main() -> ExitCode {
    podwright::main()
}
