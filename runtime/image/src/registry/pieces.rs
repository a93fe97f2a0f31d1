//! The bytes of an upload in pieces, for a registry that takes no request as large as the blob. It takes an upload that has
//! begun, and knows nothing of how it began.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{HeaderMap, HeaderValue, Method};

use super::Progress;
use super::client::{Client, Purpose};
use super::retry::Failure;
use super::transport::{Answer, full};
use super::upload::{Blob, Bytestream, Session, failed, put, taken};

/// The size of a piece, unless the registry wants larger ones: GHCR takes 4 MiB in a request, proxies mostly more.
const PIECE: u64 = 4 << 20;

/// Sends the blob's bytes in pieces, one after another, and ends the upload; how many bytes were sent.
pub(super) async fn upload(
    client: &Client,
    blob: &Blob,
    bytes: &Bytestream,
    mut session: Session,
    progress: &Arc<dyn Progress>,
    purpose: Purpose<'_>,
) -> Result<u64, Failure> {
    let most = session.least.unwrap_or_default().max(PIECE);
    let mut offset = 0;
    while offset < blob.size {
        let piece = bytes.piece(offset, most.min(blob.size - offset)).await;
        let piece = piece.map_err(|error| client.interrupted(error.to_string(), purpose.what))?;
        let end = offset + piece.len() as u64;
        let answer = patch(client, &session, offset, piece, purpose).await?;
        if !answer.status.is_success() {
            return Err(failed(client, &answer, purpose).await);
        }
        let kept = kept(&answer).unwrap_or(end);
        if !(offset + 1..=end).contains(&kept) {
            return Err(client.odd(format!("it was sent {end} bytes and says that it has {kept}")).into());
        }
        offset = kept;
        session.url = answer.location().unwrap_or(session.url);
        progress.sending(&blob.digest, offset, blob.size);
    }
    let put = put(client, blob, &session.url, || full(Bytes::new()), 0, purpose).await?;
    taken(client, blob, &put, purpose).await
}

/// Sends the bytes of the blob that begin at `offset`.
async fn patch(
    client: &Client,
    session: &Session,
    offset: u64,
    piece: Bytes,
    purpose: Purpose<'_>,
) -> Result<Answer, Failure> {
    let last = (offset + piece.len() as u64).saturating_sub(1);
    let range =
        HeaderValue::from_str(&format!("{offset}-{last}")).expect("digits and a dash stand in a header");
    let headers = HeaderMap::from_iter([
        (CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (CONTENT_LENGTH, HeaderValue::from(piece.len())),
        (CONTENT_RANGE, range),
    ]);
    client.attempt(Method::PATCH, session.url.clone(), headers, purpose, &|| full(piece.clone())).await
}

/// How many bytes of the blob the registry says to have: its range is that of the bytes, the last one included.
fn kept(answer: &Answer) -> Option<u64> {
    let (_, last) = answer.headers.get(RANGE)?.to_str().ok()?.rsplit_once('-')?;
    last.parse::<u64>().ok().map(|last| last + 1)
}
