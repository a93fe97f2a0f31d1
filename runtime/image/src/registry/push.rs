//! Sends an image: only the blobs that the repository does not have, side by side, the manifest last.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::future::try_join_all;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::Registry;
use super::client::{Purpose, What};
use super::error::RegistryError;
use super::reference::Reference;
use super::retry::{self, Failure};
use super::transport::{Answer, full};
use super::upload::{Blob, Content, deliver, send};
use crate::digest::Digest;
use crate::manifest::{self, INDEX, Image, MANIFEST};

/// Is told how sending goes on. It is called from several blobs at once.
pub trait Progress: Send + Sync {
    /// A blob is being sent: `sent` of its `size` bytes have left. It goes back when the blob has to be sent again.
    fn sending(&self, blob: &Digest, sent: u64, size: u64);

    /// The repository has a blob already.
    fn skipped(&self, blob: &Digest, size: u64);
}

/// Wants to know nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn sending(&self, _: &Digest, _: u64, _: u64) {}

    fn skipped(&self, _: &Digest, _: u64) {}
}

/// An image that is in its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// Where it is, by digest.
    pub reference: Reference,
    /// How many bytes of blobs and manifest were sent.
    pub sent: u64,
    /// How many requests the connection has made so far, those for tokens included.
    pub requests: u64,
    /// How many bytes a second went, where enough went to tell.
    pub rate: Option<u64>,
    /// How many blobs the registry had already.
    pub skipped: usize,
}

/// Fewer bytes than this are over before a link shows what it carries.
const TELLING: u64 = 1 << 20;

/// What was done for one image.
#[derive(Default)]
struct Delivered {
    sent: u64,
    skipped: usize,
    /// How long the blobs took.
    time: Duration,
}

impl Registry {
    /// Sends an image, under the reference's tag where it has one. Where the repository has it already, that is one request.
    pub async fn push(&self, image: &Image, progress: Arc<dyn Progress>) -> Result<Pushed, RegistryError> {
        let digest = image.digest();
        let name = self.reference.tag.as_deref().unwrap_or(digest.as_str());
        let delivered = self.deliver(image, name, &progress).await?;
        Ok(self.pushed(digest, delivered))
    }

    fn pushed(&self, digest: Digest, delivered: Delivered) -> Pushed {
        let Delivered { sent, skipped, time } = delivered;
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
        let rate = (sent >= TELLING).then(|| sent * 1000 / millis);
        let reference = self.reference.with_digest(digest);
        Pushed { reference, sent, requests: self.client.requests(), rate, skipped }
    }

    /// Sends images of several processors, and an index of them under the reference's tag: a node takes the one that it can run.
    pub async fn push_index(
        &self,
        images: &[Image],
        progress: Arc<dyn Progress>,
    ) -> Result<Pushed, RegistryError> {
        let index = index(images);
        let digest = Digest::of(&index);
        let name = self.reference.tag.as_deref().unwrap_or(digest.as_str());
        let mut all = Delivered::default();
        if !self.is_there(name, INDEX, &digest).await? {
            for image in images {
                let one = self.deliver(image, image.digest().as_str(), &progress).await?;
                all.sent += one.sent;
                all.skipped += one.skipped;
                all.time += one.time;
            }
            self.put(name, INDEX, &index).await?;
            all.sent += index.len() as u64;
        }
        Ok(self.pushed(digest, all))
    }

    /// Sends what the repository lacks of an image.
    async fn deliver(
        &self,
        image: &Image,
        name: &str,
        progress: &Arc<dyn Progress>,
    ) -> Result<Delivered, RegistryError> {
        let blobs = blobs(image);
        if let Some(base) = self.sibling(image) {
            self.client.also_pull(base);
        }
        if self.is_there(name, MANIFEST, &image.digest()).await? {
            return Ok(Delivered { skipped: blobs.len(), ..Delivered::default() });
        }
        let start = Instant::now();
        let sent = try_join_all(blobs.iter().map(|blob| deliver(&self.client, blob, progress))).await?;
        let time = start.elapsed();
        let skipped = sent.iter().filter(|bytes| **bytes == 0).count();
        let mut sent = sent.iter().sum::<u64>() + image.manifest.len() as u64;
        let put = self.offer(name, MANIFEST, &image.manifest).await?;
        if put.said().contains("MANIFEST_BLOB_UNKNOWN") {
            sent += self.send_again(&blobs, &put, progress).await?;
            self.put(name, MANIFEST, &image.manifest).await?;
        } else {
            self.check(&put, name, &image.manifest).await?;
        }
        Ok(Delivered { sent, skipped, time })
    }

    /// Sends the blobs that the registry said it has and then misses: somebody has removed them, or it believed a memory of its
    /// own. Where it does not name them, all are sent.
    async fn send_again(
        &self,
        blobs: &[Blob],
        refusal: &Answer,
        progress: &Arc<dyn Progress>,
    ) -> Result<u64, RegistryError> {
        let text = String::from_utf8_lossy(&refusal.body);
        let is_named = |blob: &&Blob| text.contains(blob.digest.as_str());
        let named = blobs.iter().filter(is_named).collect::<Vec<_>>();
        let missing = if named.is_empty() { blobs.iter().collect() } else { named };
        let sent = missing.into_iter().map(|blob| send(&self.client, blob, progress));
        Ok(try_join_all(sent).await?.iter().sum())
    }

    /// The repository of the image's base, where it is another one of this registry.
    fn sibling<'a>(&self, image: &'a Image) -> Option<&'a str> {
        let (registry, repository) = image.base.as_ref()?.found.place();
        (registry == self.reference.registry && repository != self.reference.repository).then_some(repository)
    }

    /// Whether the manifest is there under this name, which may be a tag that another image has.
    pub(super) async fn is_there(
        &self,
        name: &str,
        media_type: &'static str,
        digest: &Digest,
    ) -> Result<bool, RegistryError> {
        let purpose = Purpose::push(What::Manifest(name));
        let found = self.client.ask(Method::HEAD, &format!("manifests/{name}"), media_type, purpose).await?;
        match (found.status, found.digest()) {
            (StatusCode::OK, Some(there)) => Ok(there == digest.as_str()),
            (StatusCode::OK, None) if name == digest.as_str() => Ok(true),
            // Not every registry says in its head what a tag is.
            (StatusCode::OK, None) => Ok(self.manifest(name).await?.0 == *digest),
            // Some refuse to look for what is not there; whether we may push, they say in words when we do.
            (StatusCode::NOT_FOUND | StatusCode::FORBIDDEN, _) => Ok(false),
            _ => Err(self.client.refused(&found, purpose).await),
        }
    }

    /// Puts a manifest under a tag or its digest.
    pub(super) async fn put(
        &self,
        name: &str,
        media_type: &'static str,
        manifest: &[u8],
    ) -> Result<Answer, RegistryError> {
        let put = self.offer(name, media_type, manifest).await?;
        self.check(&put, name, manifest).await?;
        Ok(put)
    }

    /// Whether a manifest was taken, and as what it is.
    async fn check(&self, put: &Answer, name: &str, manifest: &[u8]) -> Result<(), RegistryError> {
        // Quay has answered 202 here.
        if put.status.is_success() {
            return self.client.check_digest(put, &Digest::of(manifest));
        }
        Err(self.client.refused(put, Purpose::push(What::Manifest(name))).await)
    }

    /// Puts a manifest; what the registry says to that.
    async fn offer(
        &self,
        name: &str,
        media_type: &'static str,
        manifest: &[u8],
    ) -> Result<Answer, RegistryError> {
        let purpose = Purpose::push(What::Manifest(name));
        let bytes = Bytes::copy_from_slice(manifest);
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))]);
        let url = self.client.url(&format!("manifests/{name}"));
        let body = || full(bytes.clone());
        retry::repeat(async || {
            let put = self.client.attempt(Method::PUT, url.clone(), headers.clone(), purpose, &body).await?;
            // Of two who put the same manifest at once, some registries refuse one for what the other has half written.
            if put.status == StatusCode::BAD_REQUEST && put.said().contains("DIGEST_INVALID") {
                let error = self.client.refused(&put, purpose).await;
                return Err(Failure::Passing { error, after: None });
            }
            Ok(put)
        })
        .await
    }
}

/// The digest of the index of these images: what [`Registry::push_index`] will have sent.
pub fn index_digest(images: &[Image]) -> Digest {
    Digest::of(&index(images))
}

fn index(images: &[Image]) -> Vec<u8> {
    let manifests = images.iter().map(Image::descriptor).collect::<Vec<_>>();
    manifest::index(&manifests).to_string().into_bytes()
}

fn blobs(image: &Image) -> Vec<Blob> {
    let layers = image.layers.iter().map(|layer| Blob {
        digest: layer.digest().clone(),
        size: layer.size(),
        content: Content::Layer(layer.clone()),
    });
    let config = Bytes::from(image.config.clone());
    let config =
        Blob { digest: Digest::of(&config), size: config.len() as u64, content: Content::Bytes(config) };
    let base = image.base.iter().flat_map(|base| {
        base.layers().iter().map(|layer| Blob {
            digest: layer.digest.clone(),
            size: layer.size,
            content: Content::Elsewhere(base.found.clone(), layer.clone()),
        })
    });
    base.chain(layers).chain([config]).collect()
}
