//! A Linux executable to an OCI image in a registry, without Docker.
//!
//! One way through: [`Executable`] → [`package`] → [`Image`] → [`Registry::push`] → [`Pushed`].

mod closure;
mod digest;
mod executable;
mod layer;
mod manifest;
mod registry;

pub use closure::ClosureError;
pub use digest::{Digest, DigestError};
pub use executable::{Architecture, Executable, ExecutableError, InstructionSet, X86Level};
pub use layer::{Cache, Certificates, LayerError};
pub use manifest::{Image, Options, PackageError, package};
pub use registry::{Progress, Pushed, Reference, ReferenceError, Registry, RegistryError, Resolved, Silent};
