//! Looks an image up: its digest, and what it runs on.

use http::{Method, StatusCode};
use serde_json::Value;

use super::Registry;
use super::client::{Purpose, What};
use super::error::RegistryError;
use super::transport::Answer;
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
        let (digest, manifest) = self.manifest(self.reference.wanted()).await?;
        let architectures = if let Some(platforms) = manifest["manifests"].as_array() {
            platforms.iter().filter_map(|entry| linux(&entry["platform"])).collect()
        } else {
            let config = self.digest_in(&manifest["config"])?;
            let config = self.fetch(&format!("blobs/{config}"), "*/*").await?;
            linux(&self.read(&config)?).into_iter().collect()
        };
        Ok(Resolved { digest, architectures })
    }

    /// The manifest of this tag or digest, with its digest.
    pub(super) async fn manifest(&self, name: &str) -> Result<(Digest, Value), RegistryError> {
        let answer = self.fetch(&format!("manifests/{name}"), MANIFESTS).await?;
        let digest = Digest::of(&answer.body);
        if name.starts_with("sha256:") && name != digest.as_str() {
            return Err(self.client.odd(format!("it gave the manifest {digest} for `{name}`")));
        }
        Ok((digest, self.read(&answer)?))
    }

    pub(super) fn digest_in(&self, descriptor: &Value) -> Result<Digest, RegistryError> {
        let digest = descriptor["digest"].as_str().and_then(|text| text.parse().ok());
        digest.ok_or_else(|| self.client.odd("its manifest names something without a digest".to_owned()))
    }

    pub(super) async fn fetch(&self, path: &str, accept: &'static str) -> Result<Answer, RegistryError> {
        let purpose = Purpose::pull(What::Path(path));
        let answer = self.client.ask(Method::GET, path, accept, purpose).await?;
        match answer.status {
            StatusCode::OK => Ok(answer),
            StatusCode::NOT_FOUND => Err(RegistryError::NotFound {
                registry: self.reference.registry.clone(),
                image: self.reference.to_string(),
            }),
            _ => Err(self.client.refused(&answer, purpose).await),
        }
    }

    pub(super) fn read(&self, answer: &Answer) -> Result<Value, RegistryError> {
        serde_json::from_slice(&answer.body)
            .map_err(|error| self.client.odd(format!("a document of it cannot be read: {error}")))
    }
}

fn linux(platform: &Value) -> Option<String> {
    (platform["os"] == "linux").then(|| platform["architecture"].as_str().map(str::to_owned)).flatten()
}
