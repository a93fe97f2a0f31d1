//! An image that a program is put on, and whether the program can run on it. It takes a reference and a program, and knows
//! nothing of the layers that are made of the program.

mod contents;

use std::sync::Arc;

use serde_json::Value;

use crate::cache::Cache;
use crate::digest::Digest;
use crate::executable::{Executable, Glibc};
use crate::layer::Ground;
use crate::registry::{ConnectOptions, FoundImage, Reference, Registry, RegistryError, RemoteLayer};
use contents::Contents;

/// An image that a program is put on: it brings the shared libraries and whatever else the program finds at run time.
#[derive(Clone, Debug)]
pub struct Base {
    name: String,
    pub(crate) found: Arc<FoundImage>,
    contents: Arc<Contents>,
}

/// Why a program cannot be put on a base.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaseError {
    /// Its registry did not give it.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// It is for other processors.
    #[error("the base `{base}` has no image for linux/{architecture}: choose another base, or none")]
    Architecture {
        /// The base.
        base: String,
        /// What the program is built for.
        architecture: &'static str,
    },
    /// A layer of it could not be read.
    #[error("cannot read the base `{base}`: {reason}; choose another base, or none")]
    Damaged {
        /// The base.
        base: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The program needs a newer C library.
    #[error(
        "`{program}` needs glibc {needed} and the base `{base}` has {there}: choose a newer base, build on an older system, or use no base, so that the libraries of this machine are packaged"
    )]
    Glibc {
        /// The program's name.
        program: String,
        /// The base.
        base: String,
        /// What the program needs.
        needed: Glibc,
        /// What the base has.
        there: Glibc,
    },
    /// The base has not what starts the program.
    #[error(
        "`{program}` is started by `{interpreter}`, which the base `{base}` does not have{hint}: choose another base, link it statically (a `-musl` target), or use no base"
    )]
    Interpreter {
        /// The program's name.
        program: String,
        /// The base.
        base: String,
        /// The loader's path.
        interpreter: String,
        /// What the base is instead.
        hint: &'static str,
    },
    /// The base has not all libraries.
    #[error(
        "`{program}` needs {libraries}, which the base `{base}` does not have: choose a base with them, or use no base, so that the libraries of this machine are packaged"
    )]
    Libraries {
        /// The program's name.
        program: String,
        /// The base.
        base: String,
        /// The libraries' names.
        libraries: String,
    },
}

impl Base {
    /// Looks the base up and checks that `executable` can run on it. What its layers hold is read once and remembered in `cache`:
    /// the first time they are downloaded for that.
    pub async fn fetch(
        reference: &Reference,
        executable: &Executable,
        cache: &Cache,
        options: &ConnectOptions,
    ) -> Result<Self, BaseError> {
        let architecture = executable.architecture().as_str();
        let found = Registry::connect_with(reference, options).await?.find(architecture).await?;
        let found =
            found.ok_or_else(|| BaseError::Architecture { base: reference.to_string(), architecture })?;
        let contents = Contents::of(&found, cache).await?;
        contents.check(executable, &reference.to_string())?;
        let name = Reference { digest: None, ..reference.clone() }.to_string();
        Ok(Self { name, found: Arc::new(found), contents: Arc::new(contents) })
    }

    /// Where it is, by digest.
    pub fn reference(&self) -> &Reference {
        &self.found.reference
    }

    pub(crate) fn layers(&self) -> &[RemoteLayer] {
        &self.found.layers
    }

    /// The digests of its layers before compression.
    pub(crate) fn diff_ids(&self) -> Vec<Value> {
        self.found.config["rootfs"]["diff_ids"].as_array().cloned().unwrap_or_default()
    }

    /// What it says of how it is run: `Env`, `Labels` and so on.
    pub(crate) fn config(&self) -> &Value {
        &self.found.config["config"]
    }

    pub(crate) fn history(&self) -> Vec<Value> {
        self.found.config["history"].as_array().cloned().unwrap_or_default()
    }

    /// What the layers that are put on it lie on: they bring a home.
    pub(crate) fn ground(&self) -> Ground {
        self.contents.ground.clone().with_home()
    }

    /// Whether it brings certificate authorities.
    pub(crate) fn has_certificates(&self) -> bool {
        self.contents.certificates
    }

    /// Its name without the digest: `docker.io/library/debian:12-slim`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn digest(&self) -> Option<&Digest> {
        self.found.reference.digest.as_ref()
    }
}

fn damaged(found: &FoundImage, reason: impl ToString) -> BaseError {
    BaseError::Damaged { base: found.reference.to_string(), reason: reason.to_string() }
}
