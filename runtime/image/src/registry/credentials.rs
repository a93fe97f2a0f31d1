//! Docker's credentials for a registry.

use std::path::PathBuf;

use docker_credential::{CredentialRetrievalError, DockerCredential};

use super::error::RegistryError;

/// What there is to identify ourselves with.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Credentials {
    None,
    Password {
        user: String,
        password: String,
    },
    /// A token that another one is got with.
    Identity(String),
}

/// The name under which Docker keeps the credentials of its own registry.
const DOCKER_HUB_KEY: &str = "https://index.docker.io/v1/";

/// Looks in Docker's config.json and asks its helpers; a helper is a program, which may take its time.
pub(super) async fn find(registry: &str) -> Result<Credentials, RegistryError> {
    if !place().exists() {
        return Ok(Credentials::None);
    }
    let key = if registry == "docker.io" { DOCKER_HUB_KEY } else { registry }.to_owned();
    let found = tokio::task::spawn_blocking(move || {
        if std::env::var_os("REGISTRY_AUTH_FILE").is_some_and(|file| !file.is_empty()) {
            docker_credential::get_podman_credential(&key)
        } else {
            docker_credential::get_credential(&key)
        }
    })
    .await;
    let wrong = |reason: String| RegistryError::Credentials { registry: registry.to_owned(), reason };
    match found.map_err(|gone| wrong(gone.to_string()))? {
        Ok(DockerCredential::UsernamePassword(user, password)) => {
            Ok(Credentials::Password { user, password })
        }
        Ok(DockerCredential::IdentityToken(token)) => Ok(Credentials::Identity(token)),
        Err(CredentialRetrievalError::NoCredentialConfigured) => Ok(Credentials::None),
        // The helpers' protocol has no status for this, only these words.
        Err(CredentialRetrievalError::HelperFailure { stdout, .. })
            if stdout.contains("credentials not found") =>
        {
            Ok(Credentials::None)
        }
        Err(error) => Err(wrong(error.to_string())),
    }
}

/// Where credentials are looked for.
fn place() -> PathBuf {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("REGISTRY_AUTH_FILE")
        .or_else(|| variable("DOCKER_CONFIG").map(|folder| folder.join("config.json")))
        .or_else(|| std::env::home_dir().map(|home| home.join(".docker/config.json")))
        .unwrap_or_default()
}

impl Credentials {
    /// For an error: where they are from.
    pub(super) fn described(&self) -> String {
        match self {
            Self::None => format!("{} has no credentials for it", place().display()),
            Self::Password { user, .. } => format!("as `{user}` from {}", place().display()),
            Self::Identity(_) => format!("with the token from {}", place().display()),
        }
    }
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.described())
    }
}
