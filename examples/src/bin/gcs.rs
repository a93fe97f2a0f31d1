//! A bucket of Google Cloud Storage as a folder, by its CSI driver.

use podwright::prelude::*;

static POD: PodTemplate = pod_template! {
    annotations: {
        "gke-gcsfuse/volumes": "true",
        "gke-gcsfuse/cpu-limit": "2",
        "gke-gcsfuse/memory-limit": "1Gi",
    },
    pod_spec: {
        containers: [{ name: "primary", volume_mounts: [{ name: "gcs", mount_path: "/mnt/gcs" }] }],
        volumes: [
            {
                name: "gcs",
                csi: { driver: "gcsfuse.csi.storage.gke.io", volume_attributes: { "bucketName": "my-bucket" } },
            },
        ],
    },
};

static ENV: TaskEnvironment = TaskEnvironment::new("gcs").pod_template(&POD);

/// Lists the bucket's files and writes one.
#[task(env = ENV)]
async fn list_and_write(file: String, content: String) -> Result<Vec<String>> {
    let bucket = mount!(POD, "gcs");
    let mut entries = tokio::fs::read_dir(bucket.path()).await?;
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    tokio::fs::write(bucket.join(file), content).await?;
    Ok(names)
}

fn main() -> ExitCode {
    podwright::main()
}
