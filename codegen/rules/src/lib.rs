//! What Kubernetes accepts: the tree of a pod template, the schema, the checks, the diagnostics.
//!
//! No syn, quote or proc-macro2 here: the macro, `podwright-check` and the launcher share this crate.

pub mod diagnostic;
pub mod schema;
pub mod tree;

pub use diagnostic::{Diagnostic, Level};

use tree::Node;

/// How field names are spelled in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `mount_path`, as in `pod_template!`.
    Snake,
    /// `mountPath`, as in YAML and on the wire.
    Kubernetes,
}

/// What [`check`] gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The template with Kubernetes' field names; what was refused is [`tree::Value::Broken`].
    pub template: Node,
    /// What is wrong, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}
