//! A repository of a registry: images sent to it, and looked up in it.
//!
//! It speaks the OCI distribution protocol and knows nothing of programs.

mod attach;
mod auth;
mod challenge;
mod client;
mod connect;
mod credentials;
mod dial;
mod error;
mod found;
mod location;
mod missing;
mod pieces;
mod push;
mod reference;
mod resolve;
mod retry;
mod transport;
mod upload;

pub use connect::ConnectOptions;
pub use error::RegistryError;
pub(crate) use found::{FoundImage, RemoteLayer};
pub use push::{Progress, Pushed, Silent, index_digest};
pub use reference::{Reference, ReferenceError};
pub use resolve::Resolved;

use client::Client;

/// A connection to the repository of a [`Reference`]. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Registry {
    client: Client,
    reference: Reference,
}

impl Registry {
    /// Prepares a connection, over HTTPS, or plain HTTP to this machine and the registries that
    /// [`ConnectOptions::insecure_registries`] names. Nothing is sent yet, and no credentials are looked for until the registry
    /// asks for them: Docker's (`~/.docker/config.json` and its credential helpers), Podman's, or those in `REGISTRY_AUTH_FILE`.
    pub async fn connect(reference: &Reference) -> Result<Self, RegistryError> {
        Self::connect_with(reference, &ConnectOptions::default()).await
    }

    /// The same in another manner.
    #[expect(
        clippy::unused_async,
        reason = "callers need not change when connecting comes to wait for something"
    )]
    pub async fn connect_with(
        reference: &Reference,
        options: &ConnectOptions,
    ) -> Result<Self, RegistryError> {
        Ok(Self { client: Client::new(reference, options)?, reference: reference.clone() })
    }
}
