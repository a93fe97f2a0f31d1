//! A pod template as constant data: what `pod_template!` expands to.

use serde_json::Value;

/// What a task's pod looks like, made by [`pod_template!`](crate::pod_template).
///
/// It is plain constant data, so that it can be a `static`, a `const` or a `let`, and be looked into at compile time.
#[derive(Clone, Copy, Debug)]
pub struct PodTemplate {
    pub(crate) parts: &'static Parts,
}

/// What a [`PodTemplate`] is made of. Only `pod_template!` writes it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Parts {
    /// JSON with Kubernetes' names: `primaryContainerName`, `labels`, `annotations`, `podSpec`. A hole is `null`.
    pub json: &'static str,
    /// What fills the holes, in the order of the source.
    pub holes: &'static [Hole],
    /// What is looked up by name at compile time.
    pub index: Index,
    /// Where the template was written.
    pub origin: Place,
}

/// A place in the user's source.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// As the compiler names the file.
    pub file: &'static str,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A Rust expression in a template.
#[doc(hidden)]
#[derive(Debug)]
pub struct Hole {
    /// A JSON pointer into [`Parts::json`].
    pub pointer: &'static str,
    /// Where the expression stands.
    pub place: Place,
    /// Computes the value, once for each submission.
    pub fill: fn() -> Value,
}

/// The tables of a template that `mount!`, `port!` and [`TaskEnvironment`](crate::TaskEnvironment) read.
#[doc(hidden)]
#[derive(Debug)]
pub struct Index {
    /// The primary container's name.
    pub primary: &'static str,
    /// Every container's name, the primary's and the init containers' included.
    pub containers: &'static [&'static str],
    /// The sidecars marked `#[ordinary]`.
    pub ordinary: &'static [&'static str],
    /// What the primary container mounts: the volume's name and the path.
    pub mounts: &'static [(&'static str, &'static str)],
    /// Named ports: container, name, number.
    pub ports: &'static [(&'static str, &'static str, u16)],
    /// The primary's environment: the name, and the value where it is a literal.
    pub env: &'static [(&'static str, Option<&'static str>)],
    /// The primary's resources: `requests` or `limits`, the resource, and the quantity where it is a literal.
    pub resources: &'static [(&'static str, &'static str, Option<&'static str>)],
}

/// The template of these parts. Only `pod_template!` calls it.
#[doc(hidden)]
pub const fn template(parts: &'static Parts) -> PodTemplate {
    PodTemplate { parts }
}
