//! How a registry is told who we are: basic, or a token from the place that its challenge names.

use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::credentials::{self, Credentials};
use super::error::RegistryError;

/// The credentials of a repository, and what they were turned into.
#[derive(Debug)]
pub(super) struct Auth {
    credentials: Credentials,
    repository: String,
    header: Mutex<Option<String>>,
}

impl Auth {
    pub(super) async fn find(registry: &str, repository: &str) -> Result<Self, RegistryError> {
        let credentials = credentials::find(registry).await?;
        Ok(Self { credentials, repository: repository.to_owned(), header: Mutex::new(None) })
    }

    /// The value of the `Authorization` header, once there is one.
    pub(super) fn header(&self) -> Option<String> {
        self.header.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, header: Option<String>) {
        *self.header.lock().unwrap_or_else(PoisonError::into_inner) = header;
    }

    /// Takes a challenge up: a URL to get a token from, or `None` where none is needed, and [`Auth::header`] says whether
    /// there is something to try.
    pub(super) fn answer(&self, challenges: &[&str], push: bool) -> Option<String> {
        for challenge in challenges {
            let (scheme, parameters) = challenge.split_once(' ').unwrap_or((challenge, ""));
            if scheme.eq_ignore_ascii_case("basic") {
                self.set(self.basic());
                return None;
            }
            if scheme.eq_ignore_ascii_case("bearer") {
                self.set(None);
                return self.realm(parameters, push);
            }
        }
        self.set(None);
        None
    }

    fn realm(&self, parameters: &str, push: bool) -> Option<String> {
        let realm = parameter(parameters, "realm")?;
        let actions = if push { "pull,push" } else { "pull" };
        let mut url = format!(
            "{realm}{}scope=repository:{}:{actions}",
            if realm.contains('?') { '&' } else { '?' },
            self.repository
        );
        if let Some(service) = parameter(parameters, "service") {
            url.push_str("&service=");
            url.push_str(&service.replace(' ', "%20"));
        }
        Some(url)
    }

    /// What identifies us where tokens are given out.
    pub(super) fn to_realm(&self) -> Option<String> {
        self.basic()
    }

    fn basic(&self) -> Option<String> {
        let pair = match &self.credentials {
            Credentials::None => return None,
            Credentials::Password { user, password } => format!("{user}:{password}"),
            Credentials::Identity(token) => format!("<token>:{token}"),
        };
        Some(format!("Basic {}", STANDARD.encode(pair)))
    }

    /// Keeps the token in an answer.
    pub(super) fn take_token(&self, body: &[u8]) -> Result<(), String> {
        let json: Value =
            serde_json::from_slice(body).map_err(|error| format!("its token cannot be read: {error}"))?;
        let token = json["token"].as_str().or_else(|| json["access_token"].as_str());
        let token = token.ok_or_else(|| "it gave no token".to_owned())?;
        self.set(Some(format!("Bearer {token}")));
        Ok(())
    }

    pub(super) fn described(&self) -> String {
        self.credentials.described()
    }
}

/// A parameter of a challenge: `realm="https://…",service="…"`.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut rest = parameters;
    while let Some((key, after)) = rest.split_once('=') {
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_once(',').unwrap_or((after, "")),
        };
        if key.trim_matches([' ', ',']).eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = next;
    }
    None
}

/// TLS that trusts what this machine trusts, and Mozilla's roots where it trusts nothing.
pub(super) fn tls() -> rustls::ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    }
    rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("ring has the ciphers of TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auth(credentials: Credentials) -> Auth {
        Auth { credentials, repository: "team/app".into(), header: Mutex::new(None) }
    }

    #[test]
    fn a_bearer_challenge_names_where_the_token_is() {
        let challenge = r#"Bearer realm="https://auth.example/token",service="registry.example",scope="repository:x:pull""#;
        assert_eq!(
            auth(Credentials::None).answer(&[challenge], true).unwrap(),
            "https://auth.example/token?scope=repository:team/app:pull,push&service=registry.example"
        );
    }

    #[test]
    fn a_basic_challenge_is_answered_with_the_password() {
        let auth = auth(Credentials::Password { user: "puller".into(), password: "secret".into() });
        assert_eq!(auth.answer(&[r#"Basic realm="r""#], true), None);
        assert_eq!(auth.header().unwrap(), "Basic cHVsbGVyOnNlY3JldA==");
    }

    #[test]
    fn a_token_is_taken_under_either_name() {
        let auth = auth(Credentials::None);
        auth.take_token(br#"{"access_token": "t"}"#).unwrap();
        assert_eq!(auth.header().unwrap(), "Bearer t");
        assert!(auth.take_token(b"{}").is_err());
    }
}
