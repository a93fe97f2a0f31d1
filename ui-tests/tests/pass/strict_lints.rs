//! What the macros expand to gives a strict crate nothing to complain of.

#![deny(warnings)]
#![forbid(unsafe_code)]

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            { name: "primary", volume_mounts: [{ name: "scratch", mount_path: "/scratch" }] },
            { name: "web", image: "nginx:1.27", resources: { limits: { cpu: "1", memory: "1Gi" } } },
        ],
        volumes: [{ name: "scratch", empty_dir: {} }],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("strict").pod_template(&POD);

/// A type of the program's own.
#[derive(serde::Serialize, serde::Deserialize)]
struct Count {
    words: usize,
}

/// Only the command line runs it.
#[task(env = ENV)]
async fn count(
    /// What is counted.
    mut words: Vec<String>,
    #[arg(default = 3, name = "at-least")] least: usize,
    #[arg(default = "en")] language: String,
) -> Result<Count> {
    words.retain(|word| word.len() >= least && !language.is_empty());
    Ok(Count { words: words.len() })
}

fn main() {
    mount!(POD, "scratch");
}
