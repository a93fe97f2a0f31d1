//! From a template as it was written to the canonical one and everything that is wrong with it.
//!
//! `structure` reads the tree along the schema; the other files are one rule each and see only what it gives.

mod cx;
mod duplicates;
mod env;
mod host_ports;
mod images;
mod injected;
mod labels;
mod levels;
mod limits;
mod mounts;
mod names;
mod nearest;
#[cfg(test)]
pub(crate) mod notation;
mod ordinary;
mod paths;
mod ports;
mod primary;
mod references;
mod restart_policy;
mod structure;
#[cfg(test)]
mod tests;
mod unused_volumes;

use crate::Spelling;
use crate::diagnostic::Diagnostic;
use crate::pod::Pod;
use crate::schema::{Minor, NEWEST};
use crate::tree::{HoleId, Node};
use cx::Cx;

/// How a template is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How the source spells its fields, and so the messages.
    pub spelling: Spelling,
    /// The Kubernetes that the template is for.
    pub kubernetes: Minor,
}

impl Options {
    /// For the newest Kubernetes that is known.
    pub const fn new(spelling: Spelling) -> Options {
        Options { spelling, kubernetes: NEWEST }
    }
}

/// What [`check`] gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The template with Kubernetes' field names; what was refused is [`Broken`](crate::tree::Value::Broken).
    pub template: Node,
    /// What is wrong, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
    /// What each hole of [`template`](Checked::template) has to give, in the order of the source.
    pub holes: Vec<HoleUse>,
}

/// A hole and what its expression has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoleUse {
    /// The hole.
    pub hole: HoleId,
    /// What its expression has to give.
    pub kind: HoleKind,
}

/// What the expression of a hole has to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// A string.
    String,
    /// A boolean.
    Bool,
    /// A 32 bit integer.
    Int32,
    /// A 64 bit integer.
    Int64,
    /// A quantity: a string or a number.
    Quantity,
    /// A port's number or its name.
    IntOrString,
    /// A map from strings to strings.
    StringMap,
}

/// Every rule's check; no order counts.
const RULES: [fn(&Pod<'_>, &mut Cx); 16] = [
    duplicates::check,
    env::check,
    host_ports::check,
    images::check,
    injected::check,
    labels::check,
    limits::check,
    mounts::check,
    names::check,
    ordinary::check,
    paths::check,
    ports::check,
    primary::check,
    references::check,
    restart_policy::check,
    unused_volumes::check,
];

/// Checks a whole template: `primary_container_name`, `labels`, `annotations` and `pod_spec`.
pub fn check(template: &Node, options: &Options) -> Checked {
    let mut cx = Cx::new(*options);
    let template = structure::read(template, &mut cx);
    let pod = Pod::new(&template);
    for check in RULES {
        check(&pod, &mut cx);
    }
    let settings = levels::read(&template, &mut cx);
    let (diagnostics, holes) = cx.finish();
    Checked { diagnostics: levels::apply(diagnostics, &settings), holes, template }
}
