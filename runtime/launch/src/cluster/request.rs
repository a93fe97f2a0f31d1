//! One request and its answer, and the patience to repeat it while the server is away.

use std::pin::Pin;
use std::time::Duration;

use futures::{AsyncBufRead, TryStreamExt};
use http::{Method, Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use serde_json::Value;

use super::{Backoff, Cluster, Error, Fault, Status, error};

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(20);
/// The first and the longest wait between two tries.
const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));
/// How often an internal error is taken for one that passes: a broken admission webhook gives one every time.
const INTERNAL_ERRORS: u32 = 6;

/// The body of an answer that goes on.
pub(crate) type Stream = Pin<Box<dyn AsyncBufRead + Send>>;

/// What is asked of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ask<'a> {
    Get,
    /// Name, labels and the like alone (`PartialObjectMetadata`): neither data nor spec leave the server.
    Metadata,
    /// The same of each object of a list.
    MetadataList,
    Post(&'a Value),
    /// A JSON merge patch: what is named is replaced, what is null is removed.
    Merge(&'a Value),
    Delete,
}

/// Is told when the server goes away and comes back while a request waits for it.
pub(crate) trait Lost: Sync {
    fn lost(&self, error: &Error);
    fn back(&self);
}

impl Cluster {
    /// One request, as long as an answer may take.
    pub(crate) async fn ask(&self, ask: Ask<'_>, path: &str) -> Result<Value, Fault> {
        const JSON: &str = "application/json";
        let (method, body, kind) = match ask {
            Ask::Get | Ask::Metadata | Ask::MetadataList => (Method::GET, None, JSON),
            Ask::Post(body) => (Method::POST, Some(body), JSON),
            Ask::Merge(body) => (Method::PATCH, Some(body), "application/merge-patch+json"),
            Ask::Delete => (Method::DELETE, None, JSON),
        };
        let accept = match ask {
            Ask::Metadata => "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json",
            Ask::MetadataList => {
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1, application/json"
            }
            _ => JSON,
        };
        let bytes = body.map(Value::to_string).unwrap_or_default().into_bytes();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(http::header::ACCEPT, accept)
            .header(http::header::CONTENT_TYPE, kind)
            .body(Body::from(bytes))
            .expect("paths are made of checked names");
        self.in_time(self.answer(request)).await
    }

    /// A request's outcome, or that there was none in the time that an answer may take.
    pub(super) async fn in_time<T>(
        &self,
        outcome: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        match tokio::time::timeout(ANSWER, outcome).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Fault::Silence(Error::Unreachable {
                server: self.server().to_owned(),
                reason: format!("no answer in {} seconds", ANSWER.as_secs()),
            })),
        }
    }

    async fn answer(&self, request: Request<Body>) -> Result<Value, Fault> {
        let body = self.begun(request).await?.into_body();
        let bytes = body.collect().await.map_err(|error| self.silence(&error))?.to_bytes();
        serde_json::from_slice(&bytes).map_err(|error| Fault::Silence(self.unexpected(error.to_string())))
    }

    /// The body of an answer that goes on, as it comes. There is no limit to the time until it begins.
    pub(crate) async fn stream(&self, path: &str) -> Result<Stream, Fault> {
        let request = Request::get(path)
            // A stream that is compressed in parts is not what a client expects that unpacks answers.
            .header(http::header::ACCEPT_ENCODING, "identity")
            .body(Body::empty())
            .expect("paths are made of checked names");
        let body = self.begun(request).await?.into_body();
        Ok(Box::pin(body.into_data_stream().map_err(std::io::Error::other).into_async_read()))
    }

    /// The head of an answer to a request that the server does.
    async fn begun(&self, request: Request<Body>) -> Result<Response<Body>, Fault> {
        let answer = self.client.clone().send(request).await.map_err(|error| self.silence(&error))?;
        let code = answer.status();
        if code.is_success() {
            self.contact.reached();
            return Ok(answer);
        }
        let retry_after =
            answer.headers().get(http::header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|value| value.parse().ok()).map(Duration::from_secs);
        let body = answer.into_body().collect().await.map_err(|error| self.silence(&error))?.to_bytes();
        self.contact.reached();
        Err(Fault::Answer(Status::of_answer(code.as_u16(), &body, retry_after)))
    }

    fn silence(&self, error: &kube::Error) -> Fault {
        Fault::Silence(error::of_client(self.server(), error))
    }

    /// Repeats a request while the server is away or overloaded, within the settings' limit once it has answered before.
    pub(crate) async fn patiently(&self, lost: &dyn Lost, ask: Ask<'_>, path: &str) -> Result<Value, Fault> {
        let mut backoff = Backoff::new(WAITS.0, WAITS.1);
        let (mut tries, mut internal) = (0, 0);
        loop {
            let fault = match self.ask(ask, path).await {
                Err(fault) if fault.is_transient() => fault,
                Err(Fault::Silence(error)) => return Err(Fault::Silence(error)),
                done => {
                    self.answered(lost);
                    return done;
                }
            };
            tries += 1;
            internal += u32::from(fault.is_internal());
            if internal >= INTERNAL_ERRORS {
                return Err(fault);
            }
            let wait = self.silent(lost, tries, fault, backoff.next())?;
            tokio::time::sleep(wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;
    use tokio::time::Instant;

    use super::*;
    use crate::cluster::scripted::{Answer, scripted};

    #[derive(Default)]
    struct Heard(Mutex<Vec<String>>);

    impl Lost for Heard {
        fn lost(&self, error: &Error) {
            self.0.lock().unwrap().push(error.to_string());
        }

        fn back(&self) {
            self.0.lock().unwrap().push("back".to_owned());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_is_asked_again_when_it_wants_to_be_and_that_is_told() {
        for (asked, waited) in [(30, 30), (86_400, 600)] {
            let (cluster, _) = scripted(vec![Answer::Busy(asked), Answer::Object(200, json!({}))]);
            let (heard, begun) = (Heard::default(), Instant::now());
            assert_eq!(cluster.patiently(&heard, Ask::Get, "/x").await, Ok(json!({})));
            assert_eq!(begun.elapsed().as_secs(), waited);
            let heard = heard.0.into_inner().unwrap();
            assert!(heard[0].contains("has too much to do"), "{heard:?}");
            assert!(heard[0].contains(&format!("it wants to be asked again in {asked}s")), "{heard:?}");
            assert_eq!(heard[1..], ["back"]);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_is_busy_for_a_second_is_asked_again_without_a_word() {
        let (cluster, _) = scripted(vec![Answer::Busy(1), Answer::Object(200, json!({}))]);
        let heard = Heard::default();
        assert_eq!(cluster.patiently(&heard, Ask::Get, "/x").await, Ok(json!({})));
        assert!(heard.0.into_inner().unwrap().is_empty());
    }
}
