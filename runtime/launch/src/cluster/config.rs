//! Settings → the client's configuration: the kubeconfig, or the service account of the pod that this runs in.

use std::path::{Path, PathBuf};
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use kube::Config;
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError};

use super::{Error, Settings};

/// How long a connection may take to come up. A server that is not there is named within seconds.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a connection may stay silent. Longer than a watch lasts, so that only a dead connection is that silent.
const SILENCE: Duration = Duration::from_secs(super::watch::WATCH_SECONDS as u64 + 15);
/// How long a request may take to be written.
const WRITE: Duration = Duration::from_secs(30);

/// A configuration, and the name of the context that it is from.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) config: Config,
    /// `None` where it is the service account's.
    pub(super) context: Option<String>,
    /// The program that gives the credentials, where one does.
    pub(super) plugin: Option<String>,
}

pub(super) async fn find(settings: &Settings) -> Result<Found, Error> {
    let mut found = match kubeconfig(settings)? {
        Some((path, kubeconfig)) => from_kubeconfig(&path, kubeconfig, settings.context.as_deref()).await?,
        None => from_pod()?,
    };
    found.config.connect_timeout = Some(CONNECT);
    found.config.read_timeout = Some(SILENCE);
    found.config.reset_reader_on_write = true;
    found.config.write_timeout = Some(WRITE);
    // Requests are repeated in one place, `request`, which honours Retry-After and says that it waits.
    found.config.default_retry = false;
    Ok(found)
}

/// The kubeconfig that is asked for, or that is there; with the words to name it by.
fn kubeconfig(settings: &Settings) -> Result<Option<(String, Kubeconfig)>, Error> {
    if settings.in_pod {
        return Ok(None);
    }
    if let Some(path) = &settings.kubeconfig {
        return read(path).map(Some);
    }
    if let Some(paths) = std::env::var_os("KUBECONFIG").filter(|paths| !paths.is_empty()) {
        return read_merged(
            std::env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty()).collect(),
        )
        .map(Some);
    }
    let default = std::env::home_dir().map(|home| home.join(".kube/config"));
    if let Some(path) = default.as_ref().filter(|path| path.exists()) {
        return read(path).map(Some);
    }
    // A context that is asked for by name can only be a kubeconfig's.
    if std::env::var_os("KUBERNETES_SERVICE_HOST").is_some() && settings.context.is_none() {
        return Ok(None);
    }
    Err(Error::NoKubeconfig {
        looked: default.map_or_else(|| "~/.kube/config".to_owned(), |path| path.display().to_string()),
    })
}

fn read(path: &Path) -> Result<(String, Kubeconfig), Error> {
    let name = path.display().to_string();
    if !path.exists() {
        return Err(Error::NoKubeconfig { looked: name });
    }
    match Kubeconfig::read_from(path) {
        Ok(kubeconfig) => Ok((name, kubeconfig)),
        Err(error) => Err(broken(&name, &error)),
    }
}

/// Several files make one, as kubectl merges them: files that do not exist are passed over, the first to say a thing wins.
fn read_merged(paths: Vec<PathBuf>) -> Result<(String, Kubeconfig), Error> {
    let names = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let mut merged: Option<Kubeconfig> = None;
    for path in paths.iter().filter(|path| path.exists()) {
        let (name, next) = read(path)?;
        merged = Some(match merged {
            Some(before) => before.merge(next).map_err(|error| broken(&name, &error))?,
            None => next,
        });
    }
    merged.map(|kubeconfig| (names.clone(), kubeconfig)).ok_or(Error::NoKubeconfig { looked: names })
}

async fn from_kubeconfig(path: &str, kubeconfig: Kubeconfig, context: Option<&str>) -> Result<Found, Error> {
    let known: Vec<String> = kubeconfig.contexts.iter().map(|context| context.name.clone()).collect();
    let wanted = context
        .map(str::to_owned)
        .or_else(|| kubeconfig.current_context.clone())
        .filter(|name| !name.is_empty());
    let Some(name) = wanted else {
        return Err(Error::NoCurrentContext { path: path.to_owned(), known });
    };
    if !known.contains(&name) {
        return Err(Error::NoContext { name, path: path.to_owned(), known });
    }
    let own_proxy = has_own_proxy(&kubeconfig, &name);
    let options = KubeConfigOptions { context: Some(name.clone()), ..Default::default() };
    let mut config =
        Config::from_custom_kubeconfig(kubeconfig, &options).await.map_err(|error| broken(path, &error))?;
    if !own_proxy && is_direct(&config.cluster_url) {
        config.proxy_url = None;
    }
    check_files(path, &config)?;
    let plugin = config.auth_info.exec.as_ref().and_then(|exec| exec.command.clone());
    Ok(Found { config, context: Some(name), plugin })
}

/// kube reads the user's files when it connects, and does not say which one is missing.
fn check_files(path: &str, config: &Config) -> Result<(), Error> {
    let user = &config.auth_info;
    let files = [("client-certificate", &user.client_certificate), ("client-key", &user.client_key)];
    for (field, file) in files.into_iter().filter_map(|(field, file)| Some((field, file.as_ref()?))) {
        if let Err(why) = std::fs::File::open(file) {
            let reason = format!("its user's `{field}` is {file}, which cannot be read: {why}");
            return Err(Error::Kubeconfig { path: path.to_owned(), reason });
        }
    }
    Ok(())
}

fn has_own_proxy(kubeconfig: &Kubeconfig, context: &str) -> bool {
    let context = kubeconfig.contexts.iter().find(|known| known.name == context);
    let cluster = context.and_then(|known| known.context.as_ref()).map(|context| context.cluster.as_str());
    let cluster = kubeconfig.clusters.iter().find(|known| Some(known.name.as_str()) == cluster);
    cluster.and_then(|known| known.cluster.as_ref()).is_some_and(|cluster| cluster.proxy_url.is_some())
}

/// Whether the environment's proxy is not for this server: kube compares NO_PROXY with the proxy's name, not the server's.
fn is_direct(server: &http::Uri) -> bool {
    let host = server.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let loopback = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    loopback || Matcher::from_env().intercept(server).is_none()
}

fn from_pod() -> Result<Found, Error> {
    let config =
        Config::incluster().map_err(|error| Error::NoServiceAccount { reason: error.to_string() })?;
    Ok(Found { config, context: None, plugin: None })
}

fn broken(path: &str, error: &KubeconfigError) -> Error {
    Error::Kubeconfig { path: path.to_owned(), reason: reason(error) }
}

/// What is wrong with a file, without its words: they may be credentials.
fn reason(error: &KubeconfigError) -> String {
    let KubeconfigError::Parse(error) = error else { return error.to_string() };
    match error.location() {
        Some(at) => format!(
            "line {}, column {}: what stands there is no YAML, or not what a kubeconfig has in this place",
            at.line(),
            at.column()
        ),
        None => "it is no YAML, or not what a kubeconfig is made of".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> (tempfile::TempDir, Settings) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config");
        std::fs::write(&path, text).unwrap();
        (folder, Settings { kubeconfig: Some(path), ..Settings::default() })
    }

    const TWO: &str = "
apiVersion: v1
kind: Config
current-context: dev
clusters: [{name: c, cluster: {server: 'https://127.0.0.1:6443'}}]
users: [{name: u, user: {token: t}}]
contexts:
- {name: dev, context: {cluster: c, user: u, namespace: team}}
- {name: prod, context: {cluster: c, user: u}}
- {name: torn, context: {cluster: none, user: u}}
";

    #[test]
    fn in_a_pod_its_service_account_counts_and_no_kubeconfig() {
        let (_folder, settings) = written(TWO);
        assert!(kubeconfig(&settings).unwrap().is_some());
        assert!(kubeconfig(&Settings { in_pod: true, ..settings }).unwrap().is_none());
    }

    #[tokio::test]
    async fn the_current_context_says_server_and_namespace() {
        let (_folder, settings) = written(TWO);
        let found = find(&settings).await.unwrap();
        assert_eq!(found.context.as_deref(), Some("dev"));
        assert_eq!(found.config.default_namespace, "team");
        assert_eq!(found.config.cluster_url.to_string(), "https://127.0.0.1:6443/");
        assert_eq!(found.config.connect_timeout, Some(CONNECT));
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_named() {
        let settings = Settings { kubeconfig: Some("/nowhere/config".into()), ..Settings::default() };
        assert_eq!(
            find(&settings).await.unwrap_err(),
            Error::NoKubeconfig { looked: "/nowhere/config".into() }
        );
    }

    #[tokio::test]
    async fn an_unknown_context_lists_those_that_exist() {
        let (_folder, mut settings) = written(TWO);
        settings.context = Some("staging".into());
        let error = find(&settings).await.unwrap_err();
        let known = vec!["dev".to_owned(), "prod".to_owned(), "torn".to_owned()];
        assert!(
            matches!(&error, Error::NoContext { name, known: k, .. } if name == "staging" && *k == known),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_file_without_a_current_context_asks_for_one() {
        let (_folder, settings) = written(&TWO.replace("current-context: dev", ""));
        assert!(matches!(find(&settings).await.unwrap_err(), Error::NoCurrentContext { .. }));
    }

    #[tokio::test]
    async fn a_broken_file_is_named_with_the_reason() {
        for text in ["{", "contexts: 3", "just words"] {
            let (_folder, settings) = written(text);
            let error = find(&settings).await.unwrap_err();
            assert!(
                matches!(error, Error::Kubeconfig { .. } | Error::NoCurrentContext { .. }),
                "{text}: {error}"
            );
        }
    }

    #[tokio::test]
    async fn a_broken_file_is_not_quoted() {
        for text in ["a: b: SECRET\n  c", "users: [{name: a, user: {token: [SECRET]}}]", "users: SECRET"] {
            let (_folder, settings) = written(text);
            let said = format!("{:?}", find(&settings).await.unwrap_err());
            assert!(said.contains("line 1, column ") && !said.contains("SECRET"), "{said}");
        }
    }

    #[tokio::test]
    async fn a_context_whose_cluster_is_missing_is_a_broken_file() {
        let (_folder, mut settings) = written(TWO);
        settings.context = Some("torn".into());
        let error = find(&settings).await.unwrap_err();
        assert!(matches!(&error, Error::Kubeconfig { reason, .. } if reason.contains("none")), "{error}");
    }

    #[test]
    fn a_loopback_server_is_asked_directly() {
        for server in ["https://127.0.0.1:6443", "https://localhost:6443", "https://[::1]:6443"] {
            assert!(is_direct(&server.parse().unwrap()), "{server}");
        }
    }
}
