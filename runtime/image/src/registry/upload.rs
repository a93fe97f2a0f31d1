//! One blob to a repository: looked for, and sent in one piece where it is missing. Whatever breaks off begins anew.

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
use super::location::with_parameter;
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
enum Bytestream {
    File(Arc<File>),
    Bytes(Bytes),
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
        StatusCode::OK | StatusCode::NOT_FOUND => send(client, blob, progress).await,
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

/// Where the bytes of an upload go; `None` where the registry has taken them from the repository `from`.
async fn begin(client: &Client, blob: &Blob, purpose: Purpose<'_>) -> Result<Option<Uri>, Failure> {
    let mut start = client.url("blobs/uploads/");
    if let Content::Elsewhere(image, _) = &blob.content
        && image.place().0 == client.registry()
    {
        let mount = with_parameter(&start, "mount", blob.digest.as_str());
        let mount = mount.and_then(|url| with_parameter(&url, "from", image.place().1));
        start = mount.unwrap_or(start);
    }
    let empty = HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from(0))]);
    let begun = client.attempt(Method::POST, start, empty, purpose, &|| full(Bytes::new())).await?;
    match begun.status {
        StatusCode::CREATED => Ok(None),
        // Also where the blob was to be taken and could not be.
        StatusCode::ACCEPTED => {
            let session =
                begun.location().and_then(|url| with_parameter(&url, "digest", blob.digest.as_str()));
            let lost = || client.odd("it began an upload and did not say where it goes on".to_owned());
            Ok(Some(session.ok_or_else(lost)?))
        }
        _ => Err(client.refused(&begun, purpose).await.into()),
    }
}

/// A whole upload: a session, and all bytes in one request.
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
    let headers = HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_LENGTH, HeaderValue::from(blob.size)),
    ]);
    let body = || body(blob, bytes, progress);
    let put = client.attempt(Method::PUT, session, headers, purpose, &body).await?;
    if put.status == StatusCode::CREATED {
        return client.check_digest(&put, &blob.digest).map(|()| blob.size).map_err(Into::into);
    }
    let error = client.refused(&put, purpose).await;
    Err(if is_lost(&put) { Failure::Passing { error, after: None } } else { Failure::Final(error) })
}

/// Whether the registry lost the session, or some of the bytes on the way: another session may do better.
fn is_lost(put: &Answer) -> bool {
    matches!(put.status, StatusCode::NOT_FOUND | StatusCode::RANGE_NOT_SATISFIABLE)
        || ["BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID", "DIGEST_INVALID", "SIZE_INVALID"]
            .iter()
            .any(|code| put.said().contains(code))
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
            let chunk = tokio::task::spawn_blocking(move || chunk(&file, offset))
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
fn chunk(file: &File, offset: u64) -> io::Result<Bytes> {
    let mut chunk = vec![0; CHUNK];
    let read = read_at(file, &mut chunk, offset)?;
    chunk.truncate(read);
    Ok(chunk.into())
}
