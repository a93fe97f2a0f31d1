//! An image in OCI's layout, of layers that are there already.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::digest::sha256;

const TYPE: &str = "application/vnd.oci.image";

/// A file by its digest.
pub(super) struct Blob {
    pub(super) path: PathBuf,
    pub(super) media_type: String,
    pub(super) digest: String,
    size: usize,
}

impl Blob {
    /// Reads the file.
    pub(super) fn of(path: PathBuf, media_type: &str) -> Result<Self> {
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let digest = format!("sha256:{}", sha256(&bytes));
        Ok(Self { path, media_type: media_type.to_owned(), digest, size: bytes.len() })
    }

    fn write(path: PathBuf, media_type: &str, document: &Value) -> Result<Self> {
        fs::write(&path, document.to_string()).with_context(|| format!("writing {}", path.display()))?;
        Self::of(path, media_type)
    }

    fn descriptor(&self) -> Value {
        json!({"mediaType": self.media_type, "digest": self.digest, "size": self.size})
    }
}

/// The documents of an image.
pub(super) struct Image {
    pub(super) config: Blob,
    pub(super) manifest: Blob,
}

/// Writes the documents of an image of these layers into a folder.
pub(super) fn image(folder: &Path, architecture: &str, layers: &[&Blob], diff_ids: &[&str]) -> Result<Image> {
    let rootfs = json!({"type": "layers", "diff_ids": diff_ids});
    let config = json!({"architecture": architecture, "os": "linux", "config": {}, "rootfs": rootfs});
    let config = Blob::write(folder.join("config.json"), &format!("{TYPE}.config.v1+json"), &config)?;
    let media_type = format!("{TYPE}.manifest.v1+json");
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": media_type,
        "config": config.descriptor(),
        "layers": layers.iter().map(|layer| layer.descriptor()).collect::<Vec<_>>(),
    });
    Ok(Image { config, manifest: Blob::write(folder.join("manifest.json"), &media_type, &manifest)? })
}

impl Image {
    /// Writes a layout of it with the tag `1`; the layers are linked, not copied.
    pub(super) fn write(&self, folder: &Path, layers: &[&Blob]) -> Result<()> {
        let blobs = folder.join("blobs/sha256");
        fs::create_dir_all(&blobs)?;
        for blob in layers.iter().copied().chain([&self.config, &self.manifest]) {
            let (_, digits) = blob.digest.split_once(':').context("a digest names its algorithm")?;
            fs::hard_link(&blob.path, blobs.join(digits))?;
        }
        let mut entry = self.manifest.descriptor();
        entry["annotations"] = json!({"org.opencontainers.image.ref.name": "1"});
        fs::write(folder.join("oci-layout"), json!({"imageLayoutVersion": "1.0.0"}).to_string())?;
        let index = json!({"schemaVersion": 2, "manifests": [entry]});
        fs::write(folder.join("index.json"), index.to_string()).context("writing the layout")
    }
}
