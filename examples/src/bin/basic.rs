//! Labels, annotations and environment; a Secret as environment, a ConfigMap as a file.

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    labels: { "team": "ml-platform", "environment": "production" },
    annotations: { "monitoring": "enabled" },
    pod_spec: {
        containers: [
            {
                name: "primary",
                env: [{ name: "LOG_LEVEL", value: "INFO" }],
                volume_mounts: [{ name: "settings", mount_path: "/etc/settings", read_only: true }],
            },
        ],
        volumes: [{ name: "settings", config_map: { name: "basic-settings" } }],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("basic")
    .pod_template(&POD)
    .secrets(&[Secret::env("API_KEY", "api-keys", "primary")]);

/// Says what it found in its surroundings.
#[task(env = ENV, retries = 1, timeout = "10m")]
async fn process(
    /// The name of what is to be processed.
    input: String,
) -> Result<String> {
    let level = std::env::var("LOG_LEVEL")?;
    let key = std::env::var("API_KEY").unwrap_or_default();
    let mode = tokio::fs::read_to_string(mount!(POD, "settings").join("mode")).await?;
    Ok(format!("Processed {input} at {level} in mode {} with a key of {} characters", mode.trim(), key.len()))
}

fn main() -> ExitCode {
    podwright::main()
}
