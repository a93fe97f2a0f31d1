//! The bytes of an upload in pieces, for a registry that takes no request as large as the blob. It takes an upload that has
//! begun, and knows nothing of how it began.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{HeaderMap, HeaderValue, Method};

use super::Progress;
use super::client::{Client, Purpose};
use super::error::RegistryError;
use super::retry::{Failure, Tries};
use super::transport::{Answer, full};
use super::upload::{Blob, Bytestream, Session, failed, is_other, put, taken};

/// The size of a piece, unless the registry wants larger ones: GHCR takes 4 MiB in a request, proxies mostly more.
pub(super) const SIZE: u64 = 4 << 20;
/// A piece is in memory, one for each blob that is being sent.
const LARGEST: u64 = 64 << 20;

/// Sends the blob's bytes in pieces, one after another, and ends the upload; how many bytes were sent. Where a piece fails, it
/// goes on from what the registry has.
pub(super) async fn upload(
    client: &Client,
    blob: &Blob,
    bytes: &Bytestream,
    mut session: Session,
    progress: &Arc<dyn Progress>,
    purpose: Purpose<'_>,
) -> Result<u64, Failure> {
    let most = size(session.least).map_err(|reason| client.odd(reason))?;
    let (mut offset, mut furthest, mut tries, mut has_failed) = (0, 0, Tries::default(), false);
    while offset < blob.size {
        let piece = bytes.piece(offset, most.min(blob.size - offset)).await;
        let piece = piece.map_err(|error| client.interrupted(error.to_string(), purpose.what))?;
        if piece.is_empty() {
            let reason =
                format!("{} ended after {offset} of {} bytes: package again", blob.digest, blob.size);
            return Err(RegistryError::Layer { reason }.into());
        }
        let end = offset + piece.len() as u64;
        match send(client, &mut session, offset, piece, purpose).await {
            Ok(()) => {
                offset = end;
                // Who forgets what it had does not make us go in circles.
                if end > furthest {
                    (furthest, tries) = (end, Tries::default());
                }
            }
            Err(failure) => {
                if !tries.another(&failure).await {
                    return Err(Failure::Final(failure.error()));
                }
                // Who does not say so is sent everything anew.
                let Some(kept) = ask(client, &mut session, end, purpose).await else { return Err(failure) };
                (offset, has_failed) = (kept, true);
            }
        }
        progress.sending(&blob.digest, offset, blob.size);
    }
    let put = put(client, blob, &session.url, || full(Bytes::new()), 0, purpose).await?;
    if is_other(&put) && !has_failed {
        return Err(client.in_pieces_wrong(&put, purpose.what).into());
    }
    taken(client, blob, &put, purpose).await
}

/// The size of pieces for a registry that wants `least` bytes in each; or what is wrong with that.
fn size(least: Option<u64>) -> Result<u64, String> {
    match least.unwrap_or_default() {
        least @ 0..=LARGEST => Ok(least.max(SIZE)),
        least => Err(format!("it takes no piece of less than {least} bytes, and no larger request either")),
    }
}

/// Sends the bytes of the blob that begin at `offset`: the registry keeps all of them.
async fn send(
    client: &Client,
    session: &mut Session,
    offset: u64,
    piece: Bytes,
    purpose: Purpose<'_>,
) -> Result<(), Failure> {
    let end = offset + piece.len() as u64;
    let answer = patch(client, session, offset, piece, purpose).await?;
    if !answer.status.is_success() {
        return Err(failed(client, &answer, purpose).await);
    }
    session.url = answer.location().unwrap_or_else(|| session.url.clone());
    let kept = kept(&answer, end).unwrap_or(end);
    let wrong = || client.odd(format!("it was sent {end} bytes and says that it has {kept}"));
    match kept {
        _ if kept == end => Ok(()),
        _ if kept > end => Err(wrong().into()),
        _ => Err(Failure::Passing { error: wrong(), after: None }),
    }
}

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

/// Asks how many bytes of the blob, of which up to `end` were sent, the registry has; `None` where it does not say so.
async fn ask(client: &Client, session: &mut Session, end: u64, purpose: Purpose<'_>) -> Option<u64> {
    let (url, none) = (session.url.clone(), || full(Bytes::new()));
    let answer = client.attempt(Method::GET, url, HeaderMap::new(), purpose, &none).await.ok()?;
    let kept = kept(&answer, end).filter(|kept| answer.status.is_success() && *kept <= end)?;
    session.url = answer.location().unwrap_or_else(|| session.url.clone());
    Some(kept)
}

/// How many bytes of the blob, of which up to `end` were sent, the registry says to have: its range is that of the bytes, the
/// last one included.
fn kept(answer: &Answer, end: u64) -> Option<u64> {
    let (_, last) = answer.headers.get(RANGE)?.to_str().ok()?.rsplit_once('-')?;
    match last.parse::<u64>().ok()? {
        // None has no range of its own, and is written as if the first one were there.
        0 => Some(u64::from(end == 1)),
        last => Some(last.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::super::client::What;
    use super::super::connect::ConnectOptions;
    use super::super::push::Silent;
    use super::super::upload::Content;
    use super::*;
    use crate::digest::Digest;

    #[test]
    fn a_registry_has_as_many_bytes_as_its_range_says_and_never_more_than_there_are() {
        let kept = |range: &'static str, end| {
            let headers = HeaderMap::from_iter([(RANGE, HeaderValue::from_static(range))]);
            let url = http::Uri::from_static("http://r.example/up");
            kept(&Answer { url, status: StatusCode::ACCEPTED, headers, body: Bytes::new() }, end)
        };
        assert_eq!(kept("0-4194303", 4 << 20), Some(4 << 20));
        assert_eq!([kept("0-0", 4 << 20), kept("0-0", 1)], [Some(0), Some(1)]);
        assert_eq!(kept("0-18446744073709551615", 1), Some(u64::MAX));
        assert_eq!([kept("all", 1), kept("0-18446744073709551616", 1)], [None, None]);
    }

    #[tokio::test]
    async fn a_blob_that_ends_before_its_size_is_an_error() {
        let reference = "127.0.0.1:9/app".parse().unwrap();
        let client = Client::new(&reference, &ConnectOptions::default()).unwrap();
        let (bytes, digest) = (Bytes::new(), Digest::of(b"four"));
        let purpose = Purpose::push(What::Blob(&digest));
        let blob = Blob { digest: digest.clone(), size: 4, content: Content::Bytes(bytes.clone()) };
        let session = Session { url: client.url("blobs/uploads/1"), least: None };
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        let sent = upload(&client, &blob, &Bytestream::Bytes(bytes), session, &progress, purpose).await;
        let said = sent.unwrap_err().error().to_string();
        assert!(said.ends_with(" ended after 0 of 4 bytes: package again"), "{said}");
    }

    #[test]
    fn a_piece_is_as_large_as_the_registry_wants_and_fits_into_memory() {
        assert_eq!([size(None), size(Some(1)), size(Some(5 << 20))], [Ok(SIZE), Ok(SIZE), Ok(5 << 20)]);
        assert_eq!(size(Some(LARGEST)), Ok(LARGEST));
        assert!(size(Some(LARGEST + 1)).unwrap_err().contains("67108865 bytes"));
    }
}
