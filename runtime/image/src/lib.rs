//! A Linux executable to an OCI image in a registry, without Docker.
//!
//! One way through: [`Executable`] → [`package`] → [`Image`] → [`Registry::push`] → [`Pushed`]; or, without a registry,
//! [`Image::write_layout`], [`Image::write_archive`], [`Image::import`].
//!
//! ```no_run
//! use std::sync::Arc;
//! use podwright_image::{Executable, Options, Registry, Silent, package};
//!
//! # async fn push() -> Result<(), Box<dyn std::error::Error>> {
//! let image = package(&Executable::running()?, &Options::default())?;
//! let registry = Registry::connect(&"localhost:5000/team/app".parse()?).await?;
//! let pushed = registry.push(&image, Arc::new(Silent)).await?;
//! println!("{}", pushed.reference);
//! # Ok(())
//! # }
//! ```
//!
//! An image is of two layers, or three, all reproducible to the byte: what the program is linked to, with certificates and
//! users; the files it is given; and the program without its debug sections. The layers are compressed while they are packaged and kept in files without a
//! name, so that memory stays flat.

mod aside;
mod base;
mod cache;
mod closure;
mod digest;
mod executable;
mod layer;
mod manifest;
mod output;
mod registry;
mod replace;
mod sbom;
mod spool;
mod system;
mod ustar;

pub use base::{Base, BaseError};
pub use cache::Cache;
pub use closure::ClosureError;
pub use digest::{Digest, DigestError};
pub use executable::{Architecture, Executable, ExecutableError, Glibc, InstructionSet, X86Level};
pub use layer::{Asset, Certificates, Compression, CompressionError, LayerError};
pub use manifest::{Image, Options, PackageError, package};
pub use output::{Containerd, ContainerdError, OutputError};
pub use registry::{
    ConnectOptions, Progress, Pushed, Reference, ReferenceError, Registry, RegistryError, Resolved, Silent,
    index_digest,
};
pub use sbom::{Sbom, SbomError};
