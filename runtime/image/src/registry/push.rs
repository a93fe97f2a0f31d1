//! Sends an image: only the blobs that the repository does not have, side by side, the manifest last.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::TryStreamExt;
use futures::stream;
use http::{Method, StatusCode};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;

use super::Registry;
use super::client::{Body, full};
use super::error::RegistryError;
use super::reference::Reference;
use crate::digest::Digest;
use crate::manifest::{Image, MANIFEST};

/// Is told how sending goes on. It is called from several blobs at once.
pub trait Progress: Send + Sync {
    /// A blob is being sent: `sent` of its `size` bytes have left.
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
    /// How many requests it took.
    pub requests: u64,
    /// How many blobs the repository had already.
    pub skipped: usize,
}

/// The slowest link that is waited for, in bytes a second.
const SLOWEST: u64 = 20_000;
const CHUNK: usize = 256 << 10;

/// One blob of an image.
#[derive(Clone)]
struct Blob {
    digest: Digest,
    size: u64,
    content: Content,
}

#[derive(Clone)]
enum Content {
    File(Arc<File>),
    Bytes(Bytes),
}

impl Registry {
    /// Sends an image. Where the repository has it already, that is one request.
    pub async fn push(&self, image: &Image, progress: Arc<dyn Progress>) -> Result<Pushed, RegistryError> {
        let digest = image.digest();
        let sent = AtomicU64::new(0);
        let mut skipped = 0;
        if self.has(&format!("manifests/{digest}")).await? {
            skipped = image.layers.len() + 1;
        } else {
            let blobs = blobs(image).into_iter().map(|blob| self.deliver(blob, &progress, &sent));
            skipped += futures::future::try_join_all(blobs).await?.into_iter().filter(|new| !new).count();
            self.put_manifest(image, digest.as_str()).await?;
            sent.fetch_add(image.manifest.len() as u64, Ordering::Relaxed);
        }
        if let Some(tag) = &self.reference.tag {
            self.put_manifest(image, tag).await?;
        }
        Ok(Pushed {
            reference: self.reference.with_digest(digest),
            sent: sent.into_inner(),
            requests: self.client.requests(),
            skipped,
        })
    }

    async fn has(&self, path: &str) -> Result<bool, RegistryError> {
        let answer = self.client.ask(Method::HEAD, &self.client.url(path), MANIFEST).await?;
        match answer.status {
            StatusCode::OK => Ok(true),
            StatusCode::NOT_FOUND => Ok(false),
            _ => Err(self.client.refused(&answer, "push to", path)),
        }
    }

    /// Whether the blob had to be sent.
    async fn deliver(
        &self,
        blob: Blob,
        progress: &Arc<dyn Progress>,
        sent: &AtomicU64,
    ) -> Result<bool, RegistryError> {
        if self.has(&format!("blobs/{}", blob.digest)).await? {
            progress.skipped(&blob.digest, blob.size);
            return Ok(false);
        }
        const SESSIONS: u32 = 3;
        let mut left = SESSIONS;
        loop {
            left -= 1;
            match self.upload(&blob, progress).await {
                Ok(()) => break,
                // The registry lost the upload: a new one begins at the beginning.
                Err(RegistryError::Refused { status: 404 | 416, .. }) if left > 0 => {}
                Err(error) => return Err(error),
            }
        }
        sent.fetch_add(blob.size, Ordering::Relaxed);
        Ok(true)
    }

    async fn upload(&self, blob: &Blob, progress: &Arc<dyn Progress>) -> Result<(), RegistryError> {
        let what = || format!("the blob {}", blob.digest);
        let begun = self
            .client
            .send(
                Method::POST,
                &self.client.url("blobs/uploads/"),
                &[("content-length", "0")],
                Duration::ZERO,
                || full(Bytes::new()),
            )
            .await?;
        let location = begun.headers.get(http::header::LOCATION).and_then(|value| value.to_str().ok());
        let Some(location) = location.filter(|_| begun.status == StatusCode::ACCEPTED) else {
            return Err(self.client.refused(&begun, "push to", what()));
        };
        let location = self.client.absolute(location);
        let joint = if location.contains('?') { '&' } else { '?' };
        let url = format!("{location}{joint}digest={}", blob.digest);
        let length = blob.size.to_string();
        let headers = [("content-type", "application/octet-stream"), ("content-length", length.as_str())];
        let patience = Duration::from_secs(blob.size / SLOWEST);
        let put = self.client.send(Method::PUT, &url, &headers, patience, || body(blob, progress)).await?;
        if put.status == StatusCode::CREATED {
            Ok(())
        } else {
            Err(self.client.refused(&put, "push to", what()))
        }
    }

    async fn put_manifest(&self, image: &Image, name: &str) -> Result<(), RegistryError> {
        let url = self.client.url(&format!("manifests/{name}"));
        let bytes = Bytes::from(image.manifest.clone());
        let headers = [("content-type", MANIFEST)];
        let put =
            self.client.send(Method::PUT, &url, &headers, Duration::ZERO, || full(bytes.clone())).await?;
        if put.status == StatusCode::CREATED {
            Ok(())
        } else {
            Err(self.client.refused(&put, "push to", format!("the manifest {name}")))
        }
    }
}

fn blobs(image: &Image) -> Vec<Blob> {
    let layers = image.layers.iter().map(|layer| Blob {
        digest: layer.digest.clone(),
        size: layer.size,
        content: Content::File(layer.blob.clone()),
    });
    let config = Bytes::from(image.config.clone());
    let config =
        Blob { digest: Digest::of(&config), size: config.len() as u64, content: Content::Bytes(config) };
    layers.chain([config]).collect()
}

fn body(blob: &Blob, progress: &Arc<dyn Progress>) -> Body {
    let file = match &blob.content {
        Content::Bytes(bytes) => return full(bytes.clone()),
        Content::File(file) => file.clone(),
    };
    let (digest, size, progress) = (blob.digest.clone(), blob.size, progress.clone());
    let chunks = stream::try_unfold(0_u64, move |offset| {
        let (file, digest, progress) = (file.clone(), digest.clone(), progress.clone());
        async move {
            let chunk = tokio::task::spawn_blocking(move || chunk(&file, offset))
                .await
                .map_err(io::Error::other)??;
            let next = offset + chunk.len() as u64;
            progress.sending(&digest, next, size);
            Ok((!chunk.is_empty()).then_some((chunk, next)))
        }
    });
    // A body is asked for by one connection alone; hyper wants it to be Sync all the same.
    StreamBody::new(chunks.map_ok(Frame::data)).boxed()
}

/// Reads without moving the position that all users of the file share.
fn chunk(file: &File, offset: u64) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    let read = file.read_at(&mut chunk, offset)?;
    chunk.truncate(read);
    Ok(chunk.into())
}
