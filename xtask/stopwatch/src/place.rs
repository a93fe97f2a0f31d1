//! The place that everything is timed in: a cluster's namespace of its own, doors to the cluster and the registry.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{Namespace, ServiceAccount};
use kube::api::{Api, DeleteParams, PostParams, PropagationPolicy};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use serde_json::json;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::door::{Behind, Door};

/// How long a namespace or a Job may take.
const LIMIT: Duration = Duration::from_secs(120);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Where it is measured.
pub(crate) struct Place {
    pub(crate) namespace: String,
    /// The cluster, as its kubeconfig says.
    pub(crate) kubeconfig: PathBuf,
    /// The registry as everybody names it, `host:port`.
    pub(crate) registry: String,
    pub(crate) to_cluster: Door,
    pub(crate) to_registry: Door,
    client: Client,
    folder: TempDir,
}

impl Place {
    /// Makes the namespace and opens the doors.
    pub(crate) async fn new(kubeconfig: &Path, registry: &str) -> Result<Self> {
        let read = Kubeconfig::read_from(kubeconfig).context("reading the kubeconfig")?;
        let config = Config::from_custom_kubeconfig(read, &KubeConfigOptions::default()).await?;
        let client = Client::try_from(config)?;
        let place = Self {
            namespace: format!("bench-{}", std::process::id()),
            kubeconfig: kubeconfig.to_owned(),
            registry: registry.to_owned(),
            to_cluster: Door::open(Behind::Cluster(client.clone())).await?,
            to_registry: Door::open(Behind::registry(registry)).await?,
            client,
            folder: tempfile::tempdir()?,
        };
        std::fs::write(place.kubeconfig_of_door(), place.through_door())?;
        let namespace: Namespace = serde_json::from_value(json!({"metadata": {"name": place.namespace}}))?;
        Api::all(place.client.clone()).create(&PostParams::default(), &namespace).await?;
        let accounts: Api<ServiceAccount> = Api::namespaced(place.client.clone(), &place.namespace);
        until("its service account", async || Ok(accounts.get_opt("default").await?.is_some())).await?;
        Ok(place)
    }

    /// Removes the namespace, in the background.
    pub(crate) async fn remove(&self) -> Result<()> {
        let namespaces: Api<Namespace> = Api::all(self.client.clone());
        namespaces.delete(&self.namespace, &DeleteParams::default()).await?;
        Ok(())
    }

    /// A kubeconfig whose server is the door.
    pub(crate) fn kubeconfig_of_door(&self) -> PathBuf {
        self.folder.path().join("kubeconfig")
    }

    fn through_door(&self) -> String {
        let server = format!("http://{}", self.to_cluster.address());
        json!({
            "apiVersion": "v1", "kind": "Config", "current-context": "door",
            "clusters": [{"name": "door", "cluster": {"server": server}}],
            "users": [{"name": "door", "user": {}}],
            "contexts": [{"name": "door", "context": {"cluster": "door", "user": "door"}}],
        })
        .to_string()
    }

    /// Waits until a Job is complete, so that its end is no load of the next sample's, and removes it.
    pub(crate) async fn finish(&self, name: &str) -> Result<()> {
        let jobs: Api<Job> = Api::namespaced(self.client.clone(), &self.namespace);
        until("the job's end", async || {
            let status = jobs.get(name).await?.status.unwrap_or_default();
            let conditions = status.conditions.unwrap_or_default();
            ensure!(conditions.iter().all(|condition| condition.type_ != "Failed"), "the job {name} failed");
            Ok(conditions.iter().any(|condition| condition.type_ == "Complete"))
        })
        .await?;
        let with_pods = DeleteParams {
            propagation_policy: Some(PropagationPolicy::Background),
            ..DeleteParams::default()
        };
        jobs.delete(name, &with_pods).await?;
        Ok(())
    }
}

async fn until(what: &str, holds: impl AsyncFn() -> Result<bool>) -> Result<()> {
    let wait = async {
        while !holds().await? {
            sleep(LOOK).await;
        }
        Ok(())
    };
    timeout(LIMIT, wait).await.with_context(|| format!("{what} did not come"))?
}
