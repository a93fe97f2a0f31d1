//! How a registry is told who we are: basic, or with a token from the place that its challenge names.

use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, Uri};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::credentials::{Credentials, Login};
use super::location::{escaped, with_parameter};
use super::transport::{Body, Call, full};

/// What a request does with the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Pull,
    Push,
}

/// The credentials of a repository, and what they were turned into.
#[derive(Debug)]
pub(super) struct Auth {
    registry: String,
    repository: String,
    /// Looked up when the registry asks for them, and not before: many ask for none.
    credentials: OnceCell<Credentials>,
    /// Another repository that tokens are to open for reading.
    also: Mutex<Option<String>>,
    granted: Mutex<Option<Granted>>,
    /// Held while a token is fetched.
    renewing: tokio::sync::Mutex<()>,
}

/// What the registry let us in with.
#[derive(Clone, Debug)]
struct Granted {
    header: HeaderValue,
    access: Access,
}

impl Auth {
    pub(super) fn new(registry: &str, repository: &str) -> Self {
        Self {
            registry: registry.to_owned(),
            repository: repository.to_owned(),
            credentials: OnceCell::new(),
            also: Mutex::new(None),
            granted: Mutex::new(None),
            renewing: tokio::sync::Mutex::new(()),
        }
    }

    pub(super) async fn credentials(&self) -> &Credentials {
        self.credentials.get_or_init(|| Credentials::find(&self.registry)).await
    }

    /// The value of the `Authorization` header, once there is one.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        self.granted().as_ref().map(|granted| granted.header.clone())
    }

    pub(super) fn set(&self, header: HeaderValue, access: Access) {
        *self.granted() = Some(Granted { header, access });
    }

    /// Waits for others who are about to get a token.
    pub(super) async fn renew(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.renewing.lock().await
    }

    /// Whether there is, since a request had `shown` this, something else to show that gives as much access as is wanted.
    pub(super) fn is_renewed(&self, shown: Option<&HeaderValue>, wanted: Access) -> bool {
        self.granted().as_ref().is_some_and(|granted| {
            shown != Some(&granted.header) && (granted.access == Access::Push || wanted == Access::Pull)
        })
    }

    fn granted(&self) -> MutexGuard<'_, Option<Granted>> {
        self.granted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wants the next token to open this repository too, for reading.
    pub(super) fn also_pull(&self, repository: &str) {
        *self.also.lock().unwrap_or_else(PoisonError::into_inner) = Some(repository.to_owned());
        *self.granted() = None;
    }

    /// Wants tokens for the own repository alone from now on; whether there was another.
    pub(super) fn forget_other(&self) -> bool {
        self.also.lock().unwrap_or_else(PoisonError::into_inner).take().is_some()
    }

    fn scopes(&self, access: Access) -> Vec<String> {
        let actions = if access == Access::Push { "pull,push" } else { "pull" };
        let also = self.also.lock().unwrap_or_else(PoisonError::into_inner);
        let also = also.as_ref().map(|repository| format!("repository:{repository}:pull"));
        [format!("repository:{}:{actions}", self.repository)].into_iter().chain(also).collect()
    }

    /// The request that gets a token; `None` where the realm is no URL.
    pub(super) async fn token_request(
        &self,
        realm: &str,
        service: Option<&str>,
        access: Access,
    ) -> Option<TokenRequest> {
        let scopes = self.scopes(access);
        let realm: Uri = realm.parse().ok()?;
        let login = self.credentials().await.login.as_ref();
        if let Some(Login::Identity(token)) = login {
            return Some(TokenRequest::by_identity(realm, service, &scopes.join(" "), token));
        }
        let mut url = realm;
        for scope in scopes {
            url = with_parameter(&url, "scope", &scope)?;
        }
        if let Some(service) = service {
            url = with_parameter(&url, "service", service)?;
        }
        Some(TokenRequest { method: Method::GET, url, login: basic(login), form: String::new() })
    }

    /// Answers a challenge that wants a password; whether there is one.
    pub(super) async fn answer_basic(&self) -> bool {
        let header = basic(self.credentials().await.login.as_ref());
        let there = header.is_some();
        if let Some(header) = header {
            self.set(header, Access::Push);
        }
        there
    }
}

/// A request for a token.
#[derive(Debug)]
pub(super) struct TokenRequest {
    method: Method,
    url: Uri,
    login: Option<HeaderValue>,
    form: String,
}

impl TokenRequest {
    /// OAuth2's way, for a login that has no password.
    fn by_identity(url: Uri, service: Option<&str>, scope: &str, token: &str) -> Self {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", "podwright"),
            ("service", service.unwrap_or_default()),
            ("scope", scope),
            ("refresh_token", token),
        ];
        let form = fields.map(|(name, value)| format!("{name}={}", escaped(value))).join("&");
        Self { method: Method::POST, url, login: None, form }
    }

    /// The request, with `body` to be made by [`TokenRequest::body`].
    pub(super) fn call<'a>(&self, body: &'a (dyn Fn() -> Body + Send + Sync)) -> Call<'a> {
        let mut headers = HeaderMap::new();
        headers.extend(self.login.clone().map(|login| (AUTHORIZATION, login)));
        if self.method == Method::POST {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        }
        Call { method: self.method.clone(), url: self.url.clone(), headers, body }
    }

    pub(super) fn body(&self) -> Body {
        full(Bytes::from(self.form.clone()))
    }
}

/// The header that a token is shown in, from the answer that has it; or what is wrong with the answer.
pub(super) fn bearer(body: &[u8]) -> Result<HeaderValue, String> {
    let json: Value =
        serde_json::from_slice(body).map_err(|error| format!("its token cannot be read: {error}"))?;
    let token = json["token"].as_str().or_else(|| json["access_token"].as_str());
    let token = token.ok_or_else(|| "it gave no token".to_owned())?;
    secret(&format!("Bearer {token}"))
        .ok_or_else(|| "its token has characters that no header can hold".to_owned())
}

fn basic(login: Option<&Login>) -> Option<HeaderValue> {
    match login? {
        Login::Password { user, password } => {
            secret(&format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))))
        }
        Login::Identity(_) => None,
    }
}

fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(login: Option<Login>) -> Auth {
        Auth {
            credentials: OnceCell::new_with(Some(Credentials::of(login))),
            ..Auth::new("r.example", "team/app")
        }
    }

    fn password() -> Login {
        Login::Password { user: "puller".into(), password: "secret".into() }
    }

    #[tokio::test]
    async fn a_token_is_asked_for_with_the_password() {
        let request = auth(Some(password()))
            .token_request("https://auth.example/token?x=y", Some("a b"), Access::Push)
            .await;
        let request = request.unwrap();
        assert_eq!(
            request.url,
            "https://auth.example/token?x=y&scope=repository%3Ateam%2Fapp%3Apull%2Cpush&service=a%20b"
        );
        assert_eq!(request.login.unwrap(), "Basic cHVsbGVyOnNlY3JldA==");
    }

    #[tokio::test]
    async fn a_token_can_open_two_repositories() {
        let auth = auth(None);
        auth.set(HeaderValue::from_static("Bearer for one"), Access::Push);
        auth.also_pull("library/debian");
        assert!(auth.header().is_none());
        let request = auth.token_request("https://auth.example/token", None, Access::Push).await.unwrap();
        assert_eq!(
            request.url.query().unwrap(),
            "scope=repository%3Ateam%2Fapp%3Apull%2Cpush&scope=repository%3Alibrary%2Fdebian%3Apull"
        );
    }

    #[tokio::test]
    async fn an_identity_token_is_exchanged() {
        let auth = auth(Some(Login::Identity("t/k".into())));
        let request = auth.token_request("https://auth.example/token", None, Access::Pull).await.unwrap();
        assert_eq!((&request.method, &request.login), (&Method::POST, &None));
        assert!(
            request.form.ends_with("&scope=repository%3Ateam%2Fapp%3Apull&refresh_token=t%2Fk"),
            "{}",
            request.form
        );
        assert!(!auth.answer_basic().await);
    }

    #[tokio::test]
    async fn a_basic_challenge_is_answered_with_the_password() {
        let with = auth(Some(password()));
        assert!(with.answer_basic().await);
        assert_eq!(with.header().unwrap(), "Basic cHVsbGVyOnNlY3JldA==");
        assert!(!auth(None).answer_basic().await);
    }

    #[test]
    fn a_token_is_taken_under_either_name() {
        assert_eq!(bearer(br#"{"access_token": "t"}"#).unwrap(), "Bearer t");
        assert!(bearer(b"{}").is_err());
    }
}
