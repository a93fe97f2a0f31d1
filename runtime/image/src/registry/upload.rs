//! One blob to a repository: looked for, and sent where it is missing, in one piece unless that is too much for the registry.
//! Whatever breaks off begins anew; of pieces, where the registry says how far it has come.

use std::fs::File;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures::{TryStreamExt, stream};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use tokio::sync::OnceCell;

use super::Progress;
use super::client::{Client, Purpose, What};
use super::error::RegistryError;
use super::found::{FoundImage, RemoteLayer};
use super::location::{with_parameter, without_query};
use super::pieces;
use super::retry::{self, Failure};
use super::transport::{Answer, Body, full};
use crate::digest::Digest;
use crate::layer::Layer;
use crate::system::read_at;

const CHUNK: usize = 256 << 10;

/// One blob of an image.
#[derive(Clone, Debug)]
pub(super) struct Blob {
    pub(super) digest: Digest,
    pub(super) size: u64,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Layer(Arc<Layer>),
    Bytes(Bytes),
    /// A layer of a base: another repository has it, perhaps of another registry.
    Elsewhere(Arc<FoundImage>, RemoteLayer),
}

/// A blob's bytes, ready to be read as often as needed.
pub(super) enum Bytestream {
    File(Arc<File>),
    Bytes(Bytes),
}

impl Bytestream {
    /// Up to `most` bytes that begin at `offset`.
    pub(super) async fn piece(&self, offset: u64, most: u64) -> io::Result<Bytes> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        match self {
            Self::Bytes(bytes) => {
                let from = usize::try_from(offset).map_or(bytes.len(), |offset| offset.min(bytes.len()));
                Ok(bytes.slice(from..bytes.len().min(from.saturating_add(most))))
            }
            Self::File(file) => {
                let file = file.clone();
                let read = tokio::task::spawn_blocking(move || chunk(&file, offset, most)).await;
                read.map_err(io::Error::other)?
            }
        }
    }
}

/// Sends `blob` unless the repository has it, or can take it from another one of its registry; how many bytes were sent.
pub(super) async fn deliver(
    client: &Client,
    blob: &Blob,
    progress: &Arc<dyn Progress>,
) -> Result<u64, RegistryError> {
    let purpose = Purpose::push(What::Blob(&blob.digest));
    let found = client.ask(Method::HEAD, &format!("blobs/{}", blob.digest), "*/*", purpose).await?;
    match found.status {
        StatusCode::OK if found.digest().is_none_or(|said| said == blob.digest.as_str()) => {
            progress.skipped(&blob.digest, blob.size);
            Ok(0)
        }
        // Some refuse to look for what is not there; whether we may push, they say in words when we do.
        StatusCode::OK | StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => send(client, blob, progress).await,
        _ => Err(client.refused(&found, purpose).await),
    }
}

/// Sends `blob` unless the repository can take it from another one of its registry; how many bytes were sent.
pub(super) async fn send(
    client: &Client,
    blob: &Blob,
    progress: &Arc<dyn Progress>,
) -> Result<u64, RegistryError> {
    let purpose = Purpose::push(What::Blob(&blob.digest));
    let bytes = OnceCell::new();
    retry::repeat(|| upload(client, blob, &bytes, progress, purpose)).await
}

/// The bytes of a blob: a layer may be compressed or downloaded only now, when it turns out that it is needed.
async fn open(blob: &Blob) -> Result<Bytestream, RegistryError> {
    let layer = match &blob.content {
        Content::Bytes(bytes) => return Ok(Bytestream::Bytes(bytes.clone())),
        Content::Elsewhere(image, layer) => {
            return Ok(Bytestream::File(Arc::new(image.download(layer).await?)));
        }
        Content::Layer(layer) => layer.clone(),
    };
    let wrong = |reason: String| RegistryError::Layer { reason };
    let opened = tokio::task::spawn_blocking(move || layer.blob()).await;
    let opened = opened.map_err(|gone| wrong(gone.to_string()))?;
    Ok(Bytestream::File(opened.map_err(|error| wrong(error.to_string()))?))
}

/// An upload that has begun.
#[derive(Debug)]
pub(super) struct Session {
    /// Where its bytes go.
    pub(super) url: Uri,
    /// The fewest bytes of a piece that is not the last one, where the registry names them.
    pub(super) least: Option<u64>,
}

/// Begins an upload; `None` where the registry has taken the blob from another of its repositories.
async fn begin(client: &Client, blob: &Blob, purpose: Purpose<'_>) -> Result<Option<Session>, Failure> {
    let plain = client.url("blobs/uploads/");
    let mount = mount(client, blob, &plain);
    let mut begun = start(client, mount.as_ref().unwrap_or(&plain).clone(), purpose).await?;
    if mount.is_some() {
        match begun.status {
            StatusCode::CREATED => return Ok(None),
            StatusCode::ACCEPTED => {}
            // Some refuse it where others answer 202: the blob is sent then.
            _ => begun = start(client, plain, purpose).await?,
        }
    }
    session_of(client, &begun, purpose).await.map(Some)
}

/// What asks the registry to take the blob from a repository that has it.
fn mount(client: &Client, blob: &Blob, uploads: &Uri) -> Option<Uri> {
    match &blob.content {
        Content::Elsewhere(image, _) if image.place().0 == client.registry() => {
            let url = with_parameter(uploads, "mount", blob.digest.as_str())?;
            with_parameter(&url, "from", image.place().1)
        }
        _ => None,
    }
}

async fn start(client: &Client, url: Uri, purpose: Purpose<'_>) -> Result<Answer, Failure> {
    let empty = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from(0))]);
    client.attempt(Method::POST, url, empty, purpose, &|| full(Bytes::new())).await
}

/// The upload that has begun with this answer.
async fn session_of(client: &Client, begun: &Answer, purpose: Purpose<'_>) -> Result<Session, Failure> {
    // Without a mount, 201 would be an upload that has ended before it began.
    if begun.status != StatusCode::ACCEPTED {
        return Err(client.refused(begun, purpose).await.into());
    }
    let lost = || client.odd("it began an upload and did not say where it goes on".to_owned());
    let least = begun.headers.get("oci-chunk-min-length").and_then(|least| least.to_str().ok()?.parse().ok());
    Ok(Session { url: begun.location().ok_or_else(lost)?, least })
}

/// A whole upload: a session, and all bytes in one request, or in pieces.
async fn upload(
    client: &Client,
    blob: &Blob,
    bytes: &OnceCell<Bytestream>,
    progress: &Arc<dyn Progress>,
    purpose: Purpose<'_>,
) -> Result<u64, Failure> {
    let Some(session) = begin(client, blob, purpose).await? else {
        progress.skipped(&blob.digest, blob.size);
        return Ok(0);
    };
    let bytes = bytes.get_or_try_init(|| open(blob)).await?;
    if client.refuses_large() && blob.size > pieces::SIZE {
        return pieces::upload(client, blob, bytes, session, progress, purpose).await;
    }
    let put = put(client, blob, &session.url, || body(blob, bytes, progress), blob.size, purpose).await?;
    if is_too_large(&put) {
        client.has_refused_large();
        let begun = start(client, client.url("blobs/uploads/"), purpose).await?;
        let session = session_of(client, &begun, purpose).await?;
        return pieces::upload(client, blob, bytes, session, progress, purpose).await;
    }
    taken(client, blob, &put, purpose).await
}

/// Sends `size` bytes as the last ones of the blob.
pub(super) async fn put(
    client: &Client,
    blob: &Blob,
    session: &Uri,
    body: impl Fn() -> Body + Send + Sync,
    size: u64,
    purpose: Purpose<'_>,
) -> Result<Answer, Failure> {
    let lost = || {
        let place = session.to_string();
        client.odd(format!("it sent an upload on to `{}`, which is no URL", without_query(&place)))
    };
    let url = with_parameter(session, "digest", blob.digest.as_str()).ok_or_else(lost)?;
    let headers = HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_LENGTH, HeaderValue::from(size)),
    ]);
    client.attempt(Method::PUT, url, headers, purpose, &body).await
}

/// How many bytes were sent, if the registry has taken them.
pub(super) async fn taken(
    client: &Client,
    blob: &Blob,
    put: &Answer,
    purpose: Purpose<'_>,
) -> Result<u64, Failure> {
    if put.status.is_success() {
        return client.check_digest(put, &blob.digest).map(|()| blob.size).map_err(Into::into);
    }
    Err(failed(client, put, purpose).await)
}

/// The failure of an upload that the registry has not taken.
pub(super) async fn failed(client: &Client, answer: &Answer, purpose: Purpose<'_>) -> Failure {
    let error = client.refused(answer, purpose).await;
    if is_lost(answer) { Failure::Passing { error, after: None } } else { Failure::Final(error) }
}

/// Whether the registry, or a proxy before it, takes no request of this size. GHCR says so with the status of a wrong range.
fn is_too_large(put: &Answer) -> bool {
    put.status == StatusCode::PAYLOAD_TOO_LARGE
        || (put.status == StatusCode::RANGE_NOT_SATISFIABLE
            && put.body.windows(9).any(|words| words == b"too large"))
}

/// Whether the registry lost the session, or some of the bytes on the way: another session may do better.
fn is_lost(put: &Answer) -> bool {
    matches!(put.status, StatusCode::NOT_FOUND | StatusCode::RANGE_NOT_SATISFIABLE)
        || ["BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID"].iter().any(|code| put.said().contains(code))
        || is_other(put)
}

/// Whether the registry has other bytes than those that the digest is of.
pub(super) fn is_other(put: &Answer) -> bool {
    ["DIGEST_INVALID", "SIZE_INVALID"].iter().any(|code| put.said().contains(code))
}

fn body(blob: &Blob, bytes: &Bytestream, progress: &Arc<dyn Progress>) -> Body {
    let file = match bytes {
        Bytestream::Bytes(bytes) => return full(bytes.clone()),
        Bytestream::File(file) => file.clone(),
    };
    let (digest, size, progress) = (blob.digest.clone(), blob.size, progress.clone());
    let chunks = stream::try_unfold(0_u64, move |offset| {
        let (file, digest, progress) = (file.clone(), digest.clone(), progress.clone());
        async move {
            let chunk = tokio::task::spawn_blocking(move || chunk(&file, offset, CHUNK))
                .await
                .map_err(io::Error::other)??;
            let next = offset + chunk.len() as u64;
            progress.sending(&digest, next, size);
            Ok((!chunk.is_empty()).then_some((chunk, next)))
        }
    });
    StreamBody::new(chunks.map_ok(Frame::data)).boxed()
}

/// Reads without moving the position that all users of the file share.
fn chunk(file: &File, offset: u64, size: usize) -> io::Result<Bytes> {
    let mut chunk = vec![0; size];
    let read = read_at(file, &mut chunk, offset)?;
    chunk.truncate(read);
    Ok(chunk.into())
}
