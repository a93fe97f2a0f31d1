//! Looks an image up: its digest, and what it runs on.

use http::{Method, StatusCode};
use serde_json::Value;

use super::Registry;
use super::client::Answer;
use super::error::RegistryError;
use crate::digest::Digest;

/// Every kind of manifest that names an image.
const MANIFESTS: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
     application/vnd.docker.distribution.manifest.list.v2+json, application/vnd.docker.distribution.manifest.v2+json";

/// An image that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Its digest.
    pub digest: Digest,
    /// The architectures that it has a program for, in Kubernetes' words (`amd64`).
    pub architectures: Vec<String>,
}

impl Registry {
    /// Looks the image of the reference up.
    pub async fn resolve(&self) -> Result<Resolved, RegistryError> {
        let answer = self.fetch(&format!("manifests/{}", self.reference.wanted()), MANIFESTS).await?;
        let manifest: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let architectures = if let Some(platforms) = manifest["manifests"].as_array() {
            platforms.iter().filter_map(|entry| linux(&entry["platform"])).collect()
        } else {
            let config = manifest["config"]["digest"].as_str().unwrap_or_default();
            let config = self.fetch(&format!("blobs/{config}"), "*/*").await?;
            linux(&serde_json::from_slice(&config.body).unwrap_or_default()).into_iter().collect()
        };
        Ok(Resolved { digest: Digest::of(&answer.body), architectures })
    }

    async fn fetch(&self, path: &str, accept: &str) -> Result<Answer, RegistryError> {
        let answer = self.client.ask(Method::GET, &self.client.url(path), accept).await?;
        match answer.status {
            StatusCode::OK => Ok(answer),
            StatusCode::NOT_FOUND => Err(RegistryError::NotFound {
                registry: self.reference.registry.clone(),
                image: format!("{}@{}", self.reference.repository, self.reference.wanted()),
            }),
            _ => Err(self.client.refused(&answer, "pull from", path)),
        }
    }
}

fn linux(platform: &Value) -> Option<String> {
    (platform["os"] == "linux").then(|| platform["architecture"].as_str().map(str::to_owned)).flatten()
}
