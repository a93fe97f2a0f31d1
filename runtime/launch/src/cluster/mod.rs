//! The connection to a cluster: which server, which namespace, whose credentials; and requests with a time limit.
//!
//! It knows nothing of Jobs: it takes paths and JSON, and gives JSON or an [`Error`] that says what to do.

mod backoff;
mod config;
mod contact;
mod error;
mod fault;
pub(crate) mod objects;
mod paths;
mod request;
mod role;
#[cfg(test)]
pub(crate) mod scripted;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kube::Client;
use podwright_rules::formats::name;

pub(crate) use backoff::Backoff;
use contact::{Contact, Silence};
pub use error::Error;
pub(crate) use fault::{Fault, Status};
pub(crate) use request::{Ask, Lost, Stream};
pub(crate) use role::give_right;
pub use role::role;
pub(crate) use watch::{Change, Watch};

/// Which cluster, and where in it. What is `None` is the kubeconfig's to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The kubeconfig file; else `KUBECONFIG`, else `~/.kube/config`, else the pod's service account.
    pub kubeconfig: Option<PathBuf>,
    /// The context in it.
    pub context: Option<String>,
    /// The namespace; else the context's, else `default`.
    pub namespace: Option<String>,
    /// How long a server is waited for that has answered once and is away; as long as it takes where it is `None`.
    pub outage_timeout: Option<Duration>,
    /// This is a pod, whose own service account alone counts: a kubeconfig that is there is for something else.
    pub in_pod: bool,
}

/// A cluster with a namespace. Cheap to clone; all clones share one pool of connections.
#[derive(Clone)]
pub struct Cluster {
    client: Client,
    server: Arc<str>,
    namespace: Arc<str>,
    contact: Arc<Contact>,
}

/// How long a first request from a pod is tried.
const POD_PATIENCE: Duration = Duration::from_secs(30);

impl Cluster {
    /// Reads the settings and prepares a connection. No request is made yet, but a credential plugin may be run.
    pub async fn connect(settings: &Settings) -> Result<Self, Error> {
        let found = config::find(settings).await?;
        let server = found.config.cluster_url.to_string().trim_end_matches('/').to_owned();
        let namespace = settings.namespace.clone().unwrap_or_else(|| found.config.default_namespace.clone());
        let plugin = found.plugin.as_deref().unwrap_or_default();
        // It becomes a part of paths.
        if let Err(invalid) = name::label(&namespace) {
            return Err(Error::Namespace { name: namespace, reason: invalid.reason.to_owned() });
        }
        let client = Client::try_from(found.config).map_err(|error| {
            error::of_plugin(plugin, &error).unwrap_or_else(|| error::of_client(&server, &error))
        })?;
        let first_patience = if found.context.is_some() { Duration::ZERO } else { POD_PATIENCE };
        Ok(Self {
            client,
            server: server.into(),
            namespace: namespace.into(),
            contact: Arc::new(Contact::new(first_patience, settings.outage_timeout)),
        })
    }

    /// The namespace that everything is created in.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The API server's address.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Something that was asked of the server was done.
    pub(crate) fn answered(&self, lost: &dyn Lost) {
        if self.contact.back() {
            lost.back();
        }
    }

    /// The server gave no answer, or could not, for the `tries`th time in a row. Gives how long to wait before the next try,
    /// which is as long as the server asks for, else `wait`; or the error where it is given up.
    pub(crate) fn silent(
        &self,
        lost: &dyn Lost,
        tries: u32,
        fault: Fault,
        wait: Duration,
    ) -> Result<Duration, Fault> {
        let (asked, now) = (fault.retry_after(), tokio::time::Instant::now());
        match self.contact.silent(tries, asked, now) {
            Silence::Passing => {}
            Silence::New => lost.lost(&fault.into_error(self.server(), "the request")),
            Silence::Absent => return Err(fault),
            Silence::TooLong(limit) => {
                let reason = fault.into_error(self.server(), "the request").to_string();
                return Err(Fault::Silence(Error::Away { limit, reason }));
            }
        }
        Ok(self.contact.within_limit(asked.map_or(wait, |asked| asked.max(wait)), now))
    }

    /// A cluster behind a scripted client.
    #[cfg(test)]
    pub(crate) fn scripted(client: Client) -> Self {
        Self {
            client,
            server: "http://scripted".into(),
            namespace: "ns".into(),
            contact: Arc::new(Contact::new(Duration::ZERO, None)),
        }
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Cluster")
            .field("server", &self.server)
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}
