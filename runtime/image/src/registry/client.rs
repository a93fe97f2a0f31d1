//! Requests about one repository: authorized when the registry asks for it, their failures put into words.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};

use super::auth::{self, Access, Auth};
use super::challenge::Challenge;
use super::connect::ConnectOptions;
use super::error::RegistryError;
use super::location::{same_origin, without_query};
use super::missing;
use super::reference::Reference;
use super::retry::{self, Failure};
use super::transport::{Answer, Body, Call, Opened, Silence, Transport, full};
use crate::digest::Digest;

/// A client of one repository.
#[derive(Clone, Debug)]
pub(super) struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    transport: Transport,
    base: Uri,
    registry: String,
    repository: String,
    auth: Auth,
    refuses_large: AtomicBool,
}

/// What a request is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Purpose<'a> {
    pub(super) access: Access,
    pub(super) what: What<'a>,
}

/// What a request is about, for an error.
#[derive(Clone, Copy, Debug)]
pub(super) enum What<'a> {
    Blob(&'a Digest),
    /// A manifest's tag or digest.
    Manifest(&'a str),
    /// Something else of the repository, by its path.
    Path(&'a str),
    Token,
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blob(digest) => write!(f, "the blob {digest}"),
            Self::Manifest(name) => write!(f, "the manifest {name}"),
            Self::Path(path) => f.write_str(path),
            Self::Token => f.write_str("the request for a token"),
        }
    }
}

impl<'a> Purpose<'a> {
    pub(super) fn pull(what: What<'a>) -> Self {
        Self { access: Access::Pull, what }
    }

    pub(super) fn push(what: What<'a>) -> Self {
        Self { access: Access::Push, what }
    }
}

impl Client {
    pub(super) fn new(reference: &Reference, options: &ConnectOptions) -> Result<Self, RegistryError> {
        let scheme = if options.is_plain(reference) { "http" } else { "https" };
        let host = reference.host();
        let base = format!("{scheme}://{host}/v2/").parse().map_err(|_| RegistryError::Unreachable {
            registry: reference.registry.clone(),
            reason: "it is not the name of a host".to_owned(),
        })?;
        let inner = Inner {
            transport: Transport::new(options.patience),
            base,
            registry: reference.registry.clone(),
            repository: reference.repository.clone(),
            auth: Auth::new(&reference.registry, &reference.repository),
            refuses_large: AtomicBool::new(false),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Wants to read from this repository of the registry too, for blobs that are in both.
    pub(super) fn also_pull(&self, repository: &str) {
        self.inner.auth.also_pull(repository);
    }

    /// The registry's host.
    pub(super) fn registry(&self) -> &str {
        &self.inner.registry
    }

    /// Whether the registry, or a proxy before it, has refused a request as too large: the next ones need not try.
    pub(super) fn refuses_large(&self) -> bool {
        self.inner.refuses_large.load(Ordering::Relaxed)
    }

    /// Remembers that it has.
    pub(super) fn has_refused_large(&self) {
        self.inner.refuses_large.store(true, Ordering::Relaxed);
    }

    /// How many requests were made so far.
    pub(super) fn requests(&self) -> u64 {
        self.inner.transport.requests()
    }

    /// The URL of something of the repository: `manifests/latest`.
    pub(super) fn url(&self, path: &str) -> Uri {
        let url = format!("{}{}/{path}", self.inner.base, self.inner.repository);
        url.parse()
            .expect("repositories, tags and digests have only characters that stand in URLs as they are")
    }

    /// A request without a body, repeated while that may help.
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        accept: &'static str,
        purpose: Purpose<'_>,
    ) -> Result<Answer, RegistryError> {
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
        let body = || full(Bytes::new());
        retry::repeat(|| self.attempt(method.clone(), self.url(path), headers.clone(), purpose, &body)).await
    }

    /// A request that is made once, and once more where the registry asks who we are.
    pub(super) async fn attempt(
        &self,
        method: Method,
        url: Uri,
        headers: HeaderMap,
        purpose: Purpose<'_>,
        body: &(dyn Fn() -> Body + Send + Sync),
    ) -> Result<Answer, Failure> {
        let mut call = Call { method, url, headers, body };
        let mut answer = self.authorized(&mut call, purpose).await?;
        if self.is_identified(&answer, &call, purpose).await? {
            answer = self.authorized(&mut call, purpose).await?;
        }
        if retry::is_passing(answer.status) {
            return Err(self.refusal(&answer, purpose).await);
        }
        Ok(answer)
    }

    /// Opens a blob to be read from its beginning, as [`attempt`](Self::attempt) makes a request.
    pub(super) async fn open(&self, path: &str, purpose: Purpose<'_>) -> Result<Opened, Failure> {
        let body = || full(Bytes::new());
        let mut call =
            Call { method: Method::GET, url: self.url(path), headers: HeaderMap::new(), body: &body };
        let silent = |silence| self.failure(silence, purpose.what);
        let mut opened = self.opened(&mut call, purpose).await?;
        if opened.status == StatusCode::OK {
            return Ok(opened);
        }
        let mut answer = opened.whole().await.map_err(silent)?;
        if self.is_identified(&answer, &call, purpose).await? {
            opened = self.opened(&mut call, purpose).await?;
            if opened.status == StatusCode::OK {
                return Ok(opened);
            }
            answer = opened.whole().await.map_err(silent)?;
        }
        Err(self.refusal(&answer, purpose).await)
    }

    /// Whether an answer only asked who we are, and there is something new to tell it.
    async fn is_identified(
        &self,
        answer: &Answer,
        call: &Call<'_>,
        purpose: Purpose<'_>,
    ) -> Result<bool, Failure> {
        Ok(answer.status == StatusCode::UNAUTHORIZED
            && same_origin(&answer.url, &self.inner.base)
            && self.identify(answer, purpose.access, call.headers.get(AUTHORIZATION)).await?)
    }

    /// The failure of an answer that is not what was wanted: it may pass, or not.
    async fn refusal(&self, answer: &Answer, purpose: Purpose<'_>) -> Failure {
        let error = self.refused(answer, purpose).await;
        if retry::is_passing(answer.status) {
            Failure::Passing { error, after: retry::after(&answer.headers) }
        } else {
            Failure::Final(error)
        }
    }

    /// Credentials go to the registry alone, not to storage that it sends us on to.
    async fn opened(&self, call: &mut Call<'_>, purpose: Purpose<'_>) -> Result<Opened, Failure> {
        let header = self.inner.auth.header().filter(|_| same_origin(&call.url, &self.inner.base));
        if let Some(header) = header {
            call.headers.insert(AUTHORIZATION, header);
        }
        self.inner.transport.open(call).await.map_err(|silence| self.failure(silence, purpose.what))
    }

    async fn authorized(&self, call: &mut Call<'_>, purpose: Purpose<'_>) -> Result<Answer, Failure> {
        let opened = self.opened(call, purpose).await?;
        opened.whole().await.map_err(|silence| self.failure(silence, purpose.what))
    }

    /// Answers the registry's challenge to a request that had `shown` this; whether there is something new to try.
    async fn identify(
        &self,
        answer: &Answer,
        access: Access,
        shown: Option<&HeaderValue>,
    ) -> Result<bool, Failure> {
        let auth = &self.inner.auth;
        // Of several requests that are asked at once, one gets the token for all.
        let _one = auth.renew().await;
        if auth.is_renewed(shown, access) {
            return Ok(true);
        }
        let (realm, service) = match self.challenge(answer).await? {
            None => return Ok(false),
            Some(Challenge::Basic) => return Ok(auth.answer_basic().await),
            Some(Challenge::Bearer { realm, service }) => (realm, service),
        };
        if self.inner.base.scheme_str() == Some("https") && !realm.starts_with("https://") {
            let realm = without_query(&realm);
            return Err(self.odd(format!("it wants our credentials shown to `{realm}` without TLS")).into());
        }
        let mut answer = self.token(&realm, service.as_deref(), access).await?;
        let is_denied = matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        // Some give no token at all where one of two repositories may not be read.
        if is_denied && auth.forget_other() {
            answer = self.token(&realm, service.as_deref(), access).await?;
        }
        if !answer.status.is_success() {
            return Err(self.refusal(&answer, Purpose { access, what: What::Token }).await);
        }
        auth.set(auth::bearer(&answer.body).map_err(|reason| self.odd(reason))?, access);
        Ok(true)
    }

    /// How the registry wants to be told who we are: in the answer, or at its root where it says so there alone.
    async fn challenge(&self, answer: &Answer) -> Result<Option<Challenge>, Failure> {
        if let Some(challenge) = Challenge::read(&answer.headers) {
            return Ok(Some(challenge));
        }
        let (url, headers, body) = (self.inner.base.clone(), HeaderMap::new(), || full(Bytes::new()));
        let root = self.inner.transport.send(&Call { method: Method::GET, url, headers, body: &body }).await;
        let root = root.map_err(|silence| self.failure(silence, What::Token))?;
        Ok(Challenge::read(&root.headers))
    }

    /// Asks for a token; whatever is answered.
    async fn token(&self, realm: &str, service: Option<&str>, access: Access) -> Result<Answer, Failure> {
        let request = self.inner.auth.token_request(realm, service, access).await;
        let lost = || self.odd(format!("its tokens are at `{}`, which is no URL", without_query(realm)));
        let request = request.ok_or_else(lost)?;
        let body = || request.body();
        let answer = self.inner.transport.send(&request.call(&body)).await;
        answer.map_err(|silence| self.failure(silence, What::Token))
    }

    /// The failure of a request about `what` that got no answer, or not all of it.
    pub(super) fn failure(&self, silence: Silence, what: What<'_>) -> Failure {
        let registry = self.inner.registry.clone();
        match silence {
            Silence::Unreachable(reason) => RegistryError::Unreachable { registry, reason }.into(),
            Silence::Untrusted(reason) => RegistryError::Untrusted { registry, reason }.into(),
            Silence::Broken(reason) => self.interrupted(reason, what),
        }
    }

    /// The error of a blob that came to something else at the registry than what was sent in pieces.
    pub(super) fn in_pieces_wrong(&self, answer: &Answer, what: What<'_>) -> RegistryError {
        let (registry, repository) = (self.inner.registry.clone(), self.inner.repository.clone());
        RegistryError::Pieces { registry, repository, what: what.to_string(), reason: answer.said() }
    }

    /// The failure of what may go better next time.
    pub(super) fn interrupted(&self, reason: String, what: What<'_>) -> Failure {
        let (registry, repository) = (self.inner.registry.clone(), self.inner.repository.clone());
        let error = RegistryError::Interrupted { registry, repository, what: what.to_string(), reason };
        Failure::Passing { error, after: None }
    }

    /// The error of an answer that the protocol does not have.
    pub(super) fn odd(&self, reason: String) -> RegistryError {
        RegistryError::Protocol { registry: self.inner.registry.clone(), reason }
    }

    /// Whether the registry has taken something as what was sent, if it says so.
    pub(super) fn check_digest(&self, put: &Answer, sent: &Digest) -> Result<(), RegistryError> {
        match put.digest() {
            Some(taken) if taken != sent.as_str() => Err(self.odd(format!("it took {sent} as {taken}"))),
            _ => Ok(()),
        }
    }

    /// The error of an answer that is not what was wanted.
    pub(super) async fn refused(&self, answer: &Answer, purpose: Purpose<'_>) -> RegistryError {
        let (registry, repository) = (self.inner.registry.clone(), self.inner.repository.clone());
        match answer.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => RegistryError::Denied {
                registry,
                repository,
                what: match purpose.access {
                    Access::Pull => "pull from",
                    Access::Push => "push to",
                },
                reason: answer.said(),
                credentials: self.inner.auth.credentials().await.to_string(),
            },
            StatusCode::NOT_FOUND if purpose.access == Access::Push && is_about_name(answer) => {
                let remedy = missing::remedy(&registry, &repository);
                RegistryError::NoRepository { registry, repository, reason: answer.said(), remedy }
            }
            status => RegistryError::Refused {
                registry,
                repository,
                what: purpose.what.to_string(),
                status: status.as_u16(),
                reason: answer.said(),
            },
        }
    }
}

/// Whether a registry misses the repository and not something in it. Harbor has the more general word for a project.
fn is_about_name(answer: &Answer) -> bool {
    let said = answer.said();
    ["NAME_UNKNOWN", "404 NOT_FOUND"].iter().any(|code| said.contains(code))
}
