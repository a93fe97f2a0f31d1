//! Requests to a registry: authorized, repeated while that may help, counted.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::auth::Auth;
use super::error::RegistryError;
use super::reference::Reference;

pub(super) type Body = BoxBody<Bytes, io::Error>;
type Hyper = hyper_util::client::legacy::Client<HttpsConnector<HttpConnector>, Body>;

/// How long a connection may take to come up.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer to a request without a large body may take.
const ANSWER: Duration = Duration::from_secs(60);
/// How often a request is tried in all, and how long the first wait between two tries is.
const TRIES: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Documents larger than this are no manifests.
const LARGEST_ANSWER: usize = 8 << 20;

/// A client of one repository.
#[derive(Clone, Debug)]
pub(super) struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: Hyper,
    base: String,
    registry: String,
    repository: String,
    auth: Auth,
    requests: AtomicU64,
}

/// An answer, its body read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug)]
enum Silence {
    /// It may be there the next time.
    Transport(String),
    /// It will not.
    Final(RegistryError),
}

impl Client {
    pub(super) async fn new(reference: &Reference) -> Result<Self, RegistryError> {
        let scheme = if reference.is_loopback() { "http" } else { "https" };
        let host =
            if reference.registry == "docker.io" { "registry-1.docker.io" } else { &reference.registry };
        let inner = Inner {
            http: hyper(),
            base: format!("{scheme}://{host}"),
            registry: reference.registry.clone(),
            repository: reference.repository.clone(),
            auth: Auth::find(&reference.registry, &reference.repository).await?,
            requests: AtomicU64::new(0),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// How many requests were made so far.
    pub(super) fn requests(&self) -> u64 {
        self.inner.requests.load(Ordering::Relaxed)
    }

    /// The URL of something of the repository: `manifests/latest`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/v2/{}/{path}", self.inner.base, self.inner.repository)
    }

    /// An URL that the registry gave, which may be relative.
    pub(super) fn absolute(&self, location: &str) -> String {
        if location.starts_with('/') { format!("{}{location}", self.inner.base) } else { location.to_owned() }
    }

    /// A request without a body.
    pub(super) async fn ask(&self, method: Method, url: &str, accept: &str) -> Result<Answer, RegistryError> {
        self.send(method, url, &[("accept", accept)], Duration::ZERO, || full(Bytes::new())).await
    }

    /// A request, repeated while that may help; `extra` is what its body needs beyond the usual time.
    pub(super) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        extra: Duration,
        body: impl Fn() -> Body,
    ) -> Result<Answer, RegistryError> {
        let mut wait = FIRST_WAIT;
        let mut renewed = false;
        for tries_left in (0..TRIES).rev() {
            let tried = self.once(&method, url, headers, extra, body()).await;
            let pause = match tried {
                Err(Silence::Final(error)) => return Err(error),
                Err(Silence::Transport(reason)) if tries_left == 0 => return Err(self.unreachable(reason)),
                Err(Silence::Transport(_)) => wait,
                Ok(answer) if answer.status == StatusCode::UNAUTHORIZED && !renewed => {
                    renewed = true;
                    if self.authorize(&answer, &method).await? {
                        continue;
                    }
                    return Ok(answer);
                }
                Ok(answer) if tries_left > 0 && may_pass(answer.status) => {
                    retry_after(&answer.headers).unwrap_or(wait)
                }
                Ok(answer) => return Ok(answer),
            };
            tokio::time::sleep(pause.min(LONGEST_WAIT)).await;
            wait *= 2;
        }
        Err(self.unreachable("it asked for credentials again and again".to_owned()))
    }

    async fn once(
        &self,
        method: &Method,
        url: &str,
        headers: &[(&str, &str)],
        extra: Duration,
        body: Body,
    ) -> Result<Answer, Silence> {
        let wrong = |reason: String| Silence::Final(self.unreachable(reason));
        let uri: Uri = url.parse().map_err(|_| wrong(format!("it names a place that is no URL: {url}")))?;
        let mut request = Request::builder().method(method).uri(&uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        // Storage that a registry sends us on to has an authority of its own, in the URL.
        if url.starts_with(&self.inner.base)
            && let Some(authorization) = self.inner.auth.header()
        {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request.body(body).map_err(|error| wrong(error.to_string()))?;
        self.inner.requests.fetch_add(1, Ordering::Relaxed);
        let answer = async {
            let answer = self
                .inner
                .http
                .request(request)
                .await
                .map_err(|error| Silence::Transport(innermost(&error)))?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, LARGEST_ANSWER).collect().await;
            let body = body.map_err(|error| Silence::Transport(error.to_string()))?.to_bytes();
            Ok(Answer { status: parts.status, headers: parts.headers, body })
        };
        let limit = ANSWER + extra;
        tokio::time::timeout(limit, answer)
            .await
            .unwrap_or_else(|_| Err(Silence::Transport(format!("no answer in {} seconds", limit.as_secs()))))
    }

    /// Answers the registry's challenge; whether there is something new to try.
    async fn authorize(&self, answer: &Answer, method: &Method) -> Result<bool, RegistryError> {
        let challenges: Vec<_> =
            answer.headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok()).collect();
        let Some(realm) = self.inner.auth.answer(&challenges, method != Method::GET) else {
            return Ok(self.inner.auth.header().is_some());
        };
        let authorization = self.inner.auth.to_realm();
        let headers: Vec<_> = authorization.iter().map(|value| ("authorization", value.as_str())).collect();
        let tried = self.once_elsewhere(&realm, &headers).await?;
        if !tried.status.is_success() {
            return Err(self.denied(&tried, "get a token for"));
        }
        self.inner.auth.take_token(&tried.body).map_err(|reason| self.unreachable(reason))?;
        Ok(true)
    }

    async fn once_elsewhere(&self, url: &str, headers: &[(&str, &str)]) -> Result<Answer, RegistryError> {
        match self.once(&Method::GET, url, headers, Duration::ZERO, full(Bytes::new())).await {
            Ok(answer) => Ok(answer),
            Err(Silence::Transport(reason)) => Err(self.unreachable(reason)),
            Err(Silence::Final(error)) => Err(error),
        }
    }

    fn unreachable(&self, reason: String) -> RegistryError {
        RegistryError::Unreachable { registry: self.inner.registry.clone(), reason }
    }

    fn denied(&self, answer: &Answer, what: &'static str) -> RegistryError {
        RegistryError::Denied {
            registry: self.inner.registry.clone(),
            repository: self.inner.repository.clone(),
            what,
            reason: answer.said(),
            credentials: self.inner.auth.described(),
        }
    }

    /// The error of an answer that is not what was wanted.
    pub(super) fn refused(
        &self,
        answer: &Answer,
        verb: &'static str,
        what: impl Into<String>,
    ) -> RegistryError {
        match answer.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => self.denied(answer, verb),
            status => RegistryError::Refused {
                registry: self.inner.registry.clone(),
                repository: self.inner.repository.clone(),
                what: what.into(),
                status: status.as_u16(),
                reason: answer.said(),
            },
        }
    }
}

impl Answer {
    /// The words of the registry's error, or of the status.
    fn said(&self) -> String {
        let json: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let first = &json["errors"][0];
        let words = [&first["code"], &first["message"]].map(|word| word.as_str().unwrap_or_default());
        let words = words.join(" ");
        if words.trim().is_empty() {
            self.status.canonical_reason().unwrap_or("no reason").to_owned()
        } else {
            words.trim().to_owned()
        }
    }
}

/// A body in memory.
pub(super) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed()
}

fn hyper() -> Hyper {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_connect_timeout(Some(CONNECT));
    connector.set_nodelay(true);
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(super::auth::tls())
        .https_or_http()
        .enable_http1()
        .wrap_connector(connector);
    hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector)
}

fn may_pass(status: StatusCode) -> bool {
    matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS) || status.is_server_error()
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

fn innermost(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = cause.to_string();
        next = cause.source();
    }
    text
}
