//! What Kubernetes accepts: the tree of a pod template, the schema, the checks, the diagnostics.
//!
//! No syn, quote or proc-macro2 here: the macro, `podwright-check` and the launcher share this crate.

pub mod check;
pub mod diagnostic;
pub mod formats;
pub mod index;
pub mod manifest;
pub mod merge;
mod path;
mod pod;
pub mod rules;
pub mod schema;
pub mod text;
pub mod tree;
pub mod yaml;

pub use check::{Checked, HoleKind, HoleUse, Options, check};
pub use diagnostic::{Diagnostic, Level};
pub use index::{Index, index};
pub use pod::DEFAULT_PRIMARY;
pub use schema::Root;

/// How field names are spelled in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `mount_path`, as in `pod_template!`.
    Snake,
    /// `mountPath`, as in YAML and on the wire.
    Kubernetes,
}
