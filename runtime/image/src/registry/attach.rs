//! Documents beside an image: manifests that refer to it, found by the referrers API, or by OCI's tag where a registry has none.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::client::{Purpose, What};
use super::error::RegistryError;
use super::reference::Reference;
use super::upload::{Blob, Content, deliver};
use super::{Registry, Silent};
use crate::cache::Cache;
use crate::digest::Digest;
use crate::manifest::{INDEX, Image, MANIFEST, index};

/// What the cache calls what was attached from here.
const ATTACHED: &str = "attached";

/// What OCI has for the config of something that is no image.
const EMPTY: (&str, &[u8]) = ("application/vnd.oci.empty.v1+json", b"{}");

impl Registry {
    /// Puts `document` beside an image that is there, as an artifact of this media type; attaching it twice is attaching it
    /// once. Gives the digest of the artifact. Where `cache` remembers that it was attached, one request asks whether it is still
    /// there.
    pub async fn attach(
        &self,
        image: &Image,
        media_type: &str,
        document: &[u8],
        cache: &Cache,
    ) -> Result<Digest, RegistryError> {
        let subject = json!({"mediaType": MANIFEST, "digest": image.digest(), "size": image.manifest.len()});
        let artifact = artifact(media_type, document, &subject).to_string().into_bytes();
        let digest = Digest::of(&artifact);
        let Reference { registry, repository, .. } = &self.reference;
        let key = Digest::of(format!("{registry}/{repository}@{digest}").as_bytes());
        // That it is there is not enough: it may have been put, and not been listed.
        let was_attached = cache.recall(ATTACHED, &key).is_some();
        if !(was_attached && self.is_there(digest.as_str(), MANIFEST, &digest).await?) {
            self.put_beside(image, media_type, document, &artifact).await?;
            cache.remember(ATTACHED, &key, "");
        }
        Ok(digest)
    }

    /// Puts the artifact and what it is of, and lists it where the registry does not.
    async fn put_beside(
        &self,
        image: &Image,
        media_type: &str,
        document: &[u8],
        artifact: &[u8],
    ) -> Result<(), RegistryError> {
        let progress: Arc<dyn super::Progress> = Arc::new(Silent);
        for content in [document, EMPTY.1] {
            let content = Bytes::copy_from_slice(content);
            let blob = Blob {
                digest: Digest::of(&content),
                size: content.len() as u64,
                content: Content::Bytes(content),
            };
            deliver(&self.client, &blob, &progress).await?;
        }
        let digest = Digest::of(artifact);
        let put = self.put(digest.as_str(), MANIFEST, artifact).await?;
        // A registry with the referrers API says whose referrer it has taken.
        if !put.headers.contains_key("oci-subject") {
            let descriptor = json!({
                "mediaType": MANIFEST,
                "digest": digest,
                "size": artifact.len(),
                "artifactType": media_type,
            });
            self.list(&image.digest(), descriptor).await?;
        }
        Ok(())
    }

    /// Adds the artifact to the index whose tag is the image's digest.
    async fn list(&self, image: &Digest, descriptor: Value) -> Result<(), RegistryError> {
        let tag = format!("sha256-{}", image.hex());
        let purpose = Purpose::push(What::Manifest(&tag));
        let there = self.client.ask(Method::GET, &format!("manifests/{tag}"), INDEX, purpose).await?;
        let mut others = match there.status {
            StatusCode::OK => self.read(&there)?["manifests"].as_array().cloned().unwrap_or_default(),
            StatusCode::NOT_FOUND => Vec::new(),
            _ => return Err(self.client.refused(&there, purpose).await),
        };
        if others.iter().any(|other| other["digest"] == descriptor["digest"]) {
            return Ok(());
        }
        others.push(descriptor);
        self.put(&tag, INDEX, index(&others).to_string().as_bytes()).await.map(drop)
    }
}

fn artifact(media_type: &str, document: &[u8], subject: &Value) -> Value {
    json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": media_type,
        "config": {"mediaType": EMPTY.0, "digest": Digest::of(EMPTY.1), "size": EMPTY.1.len()},
        "layers": [{"mediaType": media_type, "digest": Digest::of(document), "size": document.len()}],
        "subject": subject,
    })
}
