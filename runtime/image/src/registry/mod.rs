//! A repository of a registry: images sent to it, and looked up in it.
//!
//! It speaks the OCI distribution protocol and knows nothing of programs.

mod auth;
mod client;
mod credentials;
mod error;
mod push;
mod reference;
mod resolve;

pub use error::RegistryError;
pub use push::{Progress, Pushed, Silent};
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
    /// Prepares a connection; the credentials are Docker's (`~/.docker/config.json`, its credential helpers, or
    /// `REGISTRY_AUTH_FILE`). Nothing is sent yet.
    pub async fn connect(reference: &Reference) -> Result<Self, RegistryError> {
        let client = Client::new(reference).await?;
        Ok(Self { client, reference: reference.clone() })
    }
}
