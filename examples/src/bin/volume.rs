//! An inline CSI volume to read from, and a PersistentVolumeClaim that one run writes and the next one reads.

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    pod_spec: {
        containers: [
            {
                name: "primary",
                volume_mounts: [
                    { name: "data", mount_path: "/mnt/data", read_only: true },
                    { name: "state", mount_path: "/mnt/state" },
                ],
            },
        ],
        volumes: [
            { name: "data", csi: { driver: "your-csi-driver", volume_attributes: { "key": "value" } } },
            { name: "state", persistent_volume_claim: { claim_name: "volume-state" } },
        ],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("volume").pod_template(&POD);

/// Reads the volume, tries to write to it, and counts the runs in the claim.
#[task(env = ENV)]
async fn count_runs() -> Result<(String, bool, usize)> {
    let data = mount!(POD, "data");
    let read = tokio::fs::read_to_string(data.join("input.txt")).await?;
    let writable = tokio::fs::write(data.join("refused"), "x").await.is_ok();

    let counter = mount!(POD, "state").join("runs");
    let before = tokio::fs::read_to_string(&counter).await.map_or(0, |runs| runs.len());
    tokio::fs::write(&counter, "x".repeat(before + 1)).await?;
    Ok((read, writable, before + 1))
}

fn main() -> ExitCode {
    podwright::main()
}
