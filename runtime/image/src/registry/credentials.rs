//! The credentials for a registry that Docker or Podman keep on this machine.

use std::fmt;
use std::path::PathBuf;

use docker_credential::{CredentialRetrievalError, DockerCredential};

/// What there is to identify ourselves with, and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) login: Option<Login>,
    place: PathBuf,
    /// Why there may be more than was found.
    problem: Option<String>,
}

/// How we identify ourselves.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Login {
    Password {
        user: String,
        password: String,
    },
    /// A token that others are got with.
    Identity(String),
}

/// The name under which Docker keeps the credentials of its own registry.
const DOCKER_HUB_KEY: &str = concat!("https://", "index.docker.io/v1/");

impl Credentials {
    /// Looks in the files of Docker and Podman and asks their helpers: programs, which may take their time. A helper that
    /// does not work is no error yet, since the registry may let anybody in.
    pub(super) async fn find(registry: &str) -> Self {
        let key = if registry == "docker.io" { DOCKER_HUB_KEY } else { registry }.to_owned();
        let found = tokio::task::spawn_blocking(move || look(&key)).await;
        let (login, problem) = match found {
            Ok(Ok(login)) => (login, None),
            Ok(Err(problem)) => (None, Some(problem)),
            Err(gone) => (None, Some(gone.to_string())),
        };
        Self { login, place: place(), problem }
    }
}

fn look(key: &str) -> Result<Option<Login>, String> {
    if variable("REGISTRY_AUTH_FILE").is_some() {
        return login(docker_credential::get_podman_credential(key));
    }
    let of_docker = if place().exists() { login(docker_credential::get_credential(key)) } else { Ok(None) };
    match of_docker {
        // Podman's own file is a second place: what is wrong with it does not matter where it was never made.
        Ok(None) => Ok(login(docker_credential::get_podman_credential(key)).unwrap_or_default()),
        found => found,
    }
}

fn login(found: Result<DockerCredential, CredentialRetrievalError>) -> Result<Option<Login>, String> {
    match found {
        Ok(DockerCredential::UsernamePassword(user, password)) => {
            Ok(Some(Login::Password { user, password }))
        }
        Ok(DockerCredential::IdentityToken(token)) => Ok(Some(Login::Identity(token))),
        Err(CredentialRetrievalError::NoCredentialConfigured) => Ok(None),
        // The helpers' protocol has no status for this, only these words.
        Err(CredentialRetrievalError::HelperFailure { stdout, stderr, .. })
            if [&stdout, &stderr].iter().any(|said| said.contains("credentials not found")) =>
        {
            Ok(None)
        }
        Err(CredentialRetrievalError::HelperFailure { helper, stdout, stderr }) => {
            Err(format!("the helper `{helper}` failed: {}", format!("{stdout} {stderr}").trim()))
        }
        Err(CredentialRetrievalError::HelperCommunicationError) => {
            Err("its credential helper cannot be started".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// Where credentials are looked for first.
fn place() -> PathBuf {
    variable("REGISTRY_AUTH_FILE")
        .or_else(|| variable("DOCKER_CONFIG").map(|folder| folder.join("config.json")))
        .or_else(|| std::env::home_dir().map(|home| home.join(".docker/config.json")))
        .unwrap_or_default()
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// For an error: what was tried, and where it is from.
impl fmt::Display for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.display();
        match (&self.login, &self.problem) {
            (Some(Login::Password { user, .. }), _) => write!(f, "as `{user}` from `{place}`"),
            (Some(Login::Identity(_)), _) => write!(f, "with the token from `{place}`"),
            (None, Some(problem)) => write!(f, "`{place}` could not be used: {problem}"),
            (None, None) => write!(f, "`{place}` has no credentials for it"),
        }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { user, .. } => {
                f.debug_struct("Password").field("user", user).finish_non_exhaustive()
            }
            Self::Identity(_) => f.write_str("Identity"),
        }
    }
}

#[cfg(test)]
impl Credentials {
    pub(super) fn of(login: Option<Login>) -> Self {
        Self { login, place: "config.json".into(), problem: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_helper_without_an_entry_is_no_problem() {
        let failed = |said: &str| CredentialRetrievalError::HelperFailure {
            helper: "docker-credential-x".into(),
            stdout: said.into(),
            stderr: String::new(),
        };
        assert_eq!(login(Err(failed("credentials not found in native keychain"))), Ok(None));
        let problem = login(Err(failed("keychain is locked"))).unwrap_err();
        assert_eq!(problem, "the helper `docker-credential-x` failed: keychain is locked");
    }

    #[test]
    fn secrets_are_not_shown() {
        let login = Login::Password { user: "me".into(), password: "secret".into() };
        let credentials = Credentials::of(Some(login));
        assert!(!format!("{credentials:?} {credentials}").contains("secret"));
    }
}
