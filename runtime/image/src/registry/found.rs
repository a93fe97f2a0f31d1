//! An image that is in a registry, to be put under another: its documents, and its layers as files.

use std::fs::File;
use std::io::{BufWriter, Write};

use serde_json::Value;

use super::Registry;
use super::client::{Client, Purpose, What};
use super::error::RegistryError;
use super::reference::Reference;
use super::retry::{self, Failure};
use crate::digest::{Digest, DigestWriter};
use crate::spool;

/// A layer that is in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteLayer {
    pub(crate) digest: Digest,
    pub(crate) size: u64,
    /// In OCI's words, also where the image is of Docker's format: the bytes are the same.
    pub(crate) media_type: String,
}

/// An image that is in a registry.
#[derive(Clone, Debug)]
pub(crate) struct FoundImage {
    client: Client,
    /// By digest: of the index, where it is one of several architectures.
    pub(crate) reference: Reference,
    pub(crate) layers: Vec<RemoteLayer>,
    pub(crate) config: Value,
}

impl Registry {
    /// Reads the documents of the reference's image for `architecture` (`amd64`); `None` where it is for others alone.
    pub(crate) async fn find(&self, architecture: &str) -> Result<Option<FoundImage>, RegistryError> {
        let (digest, mut manifest) = self.manifest(self.reference.wanted()).await?;
        if let Some(images) = manifest["manifests"].as_array() {
            let fits = |image: &&Value| {
                image["platform"]["os"] == "linux" && image["platform"]["architecture"] == architecture
            };
            let Some(image) = images.iter().find(fits) else { return Ok(None) };
            let image = self.digest_in(image)?;
            manifest = self.manifest(image.as_str()).await?.1;
        }
        let config = self.digest_in(&manifest["config"])?;
        let config = self.read(&self.fetch(&format!("blobs/{config}"), "*/*").await?)?;
        if config["os"] != "linux" || config["architecture"] != architecture {
            return Ok(None);
        }
        let layers = manifest["layers"].as_array().into_iter().flatten().map(|layer| {
            let size =
                layer["size"].as_u64().ok_or_else(|| self.client.odd("a layer has no size".to_owned()))?;
            let media_type = of_oci(layer["mediaType"].as_str().unwrap_or_default());
            Ok(RemoteLayer { digest: self.digest_in(layer)?, size, media_type })
        });
        let layers = layers.collect::<Result<_, RegistryError>>()?;
        let reference = self.reference.with_digest(digest);
        Ok(Some(FoundImage { client: self.client.clone(), reference, layers, config }))
    }
}

fn of_oci(media_type: &str) -> String {
    match media_type {
        "application/vnd.docker.image.rootfs.diff.tar.gzip" => "application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.diff.tar.zstd" => "application/vnd.oci.image.layer.v1.tar+zstd",
        "application/vnd.docker.image.rootfs.diff.tar" => "application/vnd.oci.image.layer.v1.tar",
        other => other,
    }
    .to_owned()
}

impl FoundImage {
    /// The registry and the repository that it is in.
    pub(super) fn place(&self) -> (&str, &str) {
        (&self.reference.registry, &self.reference.repository)
    }

    /// Reads a layer into a file without a name, and checks that it is what its digest says.
    pub(crate) async fn download(&self, layer: &RemoteLayer) -> Result<File, RegistryError> {
        let purpose = Purpose::pull(What::Blob(&layer.digest));
        retry::repeat(|| self.download_once(layer, purpose)).await
    }

    async fn download_once(&self, layer: &RemoteLayer, purpose: Purpose<'_>) -> Result<File, Failure> {
        let mut opened = self.client.open(&format!("blobs/{}", layer.digest), purpose).await?;
        let folder = std::env::temp_dir();
        let full = |error: std::io::Error| RegistryError::Layer {
            reason: format!(
                "cannot keep a layer in `{}`: {error}; make room there, or set TMPDIR",
                folder.display()
            ),
        };
        let file = BufWriter::new(spool::create(&folder).map_err(full)?);
        let (mut writer, mut received) = (DigestWriter::new(file), 0_u64);
        while let Some(bytes) =
            opened.next().await.map_err(|silence| self.client.failure(silence, purpose.what))?
        {
            received += bytes.len() as u64;
            if received > layer.size {
                let reason = format!("more than the {} bytes of {} came", layer.size, layer.digest);
                return Err(self.client.odd(reason).into());
            }
            writer.write_all(&bytes).map_err(full)?;
        }
        let (file, digest, size) = writer.finish();
        if digest == layer.digest && size != layer.size {
            let reason =
                format!("its manifest says that {digest} has {} bytes, and it has {size}", layer.size);
            return Err(self.client.odd(reason).into());
        }
        if digest != layer.digest {
            let reason = format!("{size} bytes came as {} and are {digest}", layer.digest);
            return Err(self.client.interrupted(reason, purpose.what));
        }
        Ok(file.into_inner().map_err(|error| full(error.into_error()))?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::TcpListener;
    use std::thread;

    use super::super::connect::ConnectOptions;
    use super::*;

    /// What comes of a layer of four bytes that the manifest says to be of `size`.
    async fn download(size: u64) -> Result<File, RegistryError> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let reference = format!("{}/base", listener.local_addr().unwrap()).parse().unwrap();
        thread::spawn(move || {
            let mut reader = BufReader::new(listener.accept().unwrap().0);
            let mut head = String::new();
            while reader.read_line(&mut head).unwrap() > 2 {}
            reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfour").unwrap();
        });
        let client = Client::new(&reference, &ConnectOptions::default()).unwrap();
        let found = FoundImage { client, reference, layers: Vec::new(), config: Value::Null };
        let layer = RemoteLayer { digest: Digest::of(b"four"), size, media_type: String::new() };
        found.download(&layer).await
    }

    #[tokio::test]
    async fn a_layer_of_another_size_than_its_manifest_says_is_refused() {
        assert_eq!(download(4).await.unwrap().metadata().unwrap().len(), 4);
        let refused = async |size| download(size).await.unwrap_err().to_string();
        assert!(refused(3).await.contains("more than the 3 bytes of sha256:"));
        assert!(refused(5).await.contains("has 5 bytes, and it has 4"));
    }
}
