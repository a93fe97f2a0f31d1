//! Calls that a task makes in its pod: each becomes a Job of the same run.

use std::path::PathBuf;
use std::sync::Arc;

use podwright_launch::observe::Silent;
use podwright_launch::wire::{self, Order, Report};
use podwright_launch::{Cluster, Launcher, Logs, Parent, preflight};
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::context::{Pending, Request, Runner};
use crate::error::{Error, Kind, Result};
use crate::submit::name::Calls;
use crate::submit::outcome;
use crate::submit::plan::{Caller, Settings, plan};

/// Runs calls as Jobs, for the task of this pod.
pub(super) struct PodRunner {
    order: Order,
    settings: Settings,
    calls: Calls,
    /// A task that calls no other one makes no connection.
    launching: OnceCell<Launching>,
}

/// The way to the cluster.
#[derive(Clone)]
struct Launching {
    launcher: Launcher,
    /// The cluster's minor version, where it says it.
    kubernetes: Option<u8>,
}

impl PodRunner {
    pub(super) fn new(order: &Order, settings: &Settings) -> Self {
        let calls = Calls::new(&order.run, &order.action);
        Self { order: order.clone(), settings: settings.clone(), calls, launching: OnceCell::new() }
    }

    async fn launching(&self) -> Result<Launching> {
        let connect = async || {
            let cluster = connect(&self.order).await?;
            let kubernetes = preflight::version(&cluster).await.map_err(outcome::of_cluster)?;
            Ok(Launching { launcher: Launcher::new(cluster, &self.order.run, Arc::new(Silent)), kubernetes })
        };
        self.launching.get_or_try_init(connect).await.cloned()
    }

    /// Who makes the call that becomes the action of this name.
    fn caller(&self, name: String) -> Result<Caller> {
        let owner = match &self.order.parent {
            Some(parent) => (parent.owner.clone(), parent.uid.clone()),
            None => (self.order.action.clone(), job_uid()?),
        };
        let parent = Parent { action: self.order.action.clone(), owner: owner.0, uid: owner.1 };
        Ok(Caller { run: self.order.run.clone(), name, parent: Some(parent), overrider: "this call" })
    }
}

fn job_uid() -> Result<String> {
    std::env::var(wire::JOB_UID)
        .map_err(|_| Error::new(Kind::Mismatch, "the pod does not know the uid of its job"))
}

async fn connect(order: &Order) -> Result<Cluster> {
    let settings = podwright_launch::Settings {
        namespace: Some(order.namespace.clone()),
        in_pod: true,
        ..Default::default()
    };
    Cluster::connect(&settings).await.map_err(outcome::of_cluster)
}

impl Runner for PodRunner {
    fn run(self: Arc<Self>, request: Request) -> Pending {
        Box::pin(async move {
            let name = self.calls.name(&request);
            let Launching { launcher, kubernetes } = self.launching().await?;
            let action = plan(&request, &self.caller(name)?, &self.settings.run, kubernetes)?.action;
            let launched = launcher.launch(&action, Logs::None).await;
            outcome::value(launched.map_err(outcome::of_launch)?)
        })
    }

    fn mount_path(&self, volume: &str, template_path: &str) -> Result<PathBuf> {
        let paths = self.settings.mounts.get(volume).map(Vec::as_slice).unwrap_or_default();
        match paths {
            [path] => Ok(path.into()),
            paths if paths.iter().any(|path| path == template_path) => Ok(template_path.into()),
            _ => Err(Error::new(Kind::Usage, format!("this pod's template mounts no volume `{volume}`"))
                .with_help("`mount!` proved the name in another template: mount it in the one that the call or the run chose")),
        }
    }
}

/// Keeps a result where it outlives the pod's termination message.
pub(super) async fn store(order: &Order, value: &Value) -> Result<Report> {
    let cluster = connect(order).await?;
    cluster.store_result(order, &job_uid()?, value).await.map_err(|error| {
        let help = format!(
            "{}; a result of up to {} bytes needs no right at all",
            error.help(),
            order.message_budget
        );
        Error::new(Kind::Result, format!("the result cannot be kept: {error}")).with_help(help)
    })
}
