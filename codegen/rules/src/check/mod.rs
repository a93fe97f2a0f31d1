//! From a template as it was written to the canonical one and everything that is wrong with it.
//!
//! `structure` reads the tree along the schema; the other files are one rule each and see only what it gives.

mod bounds;
mod container;
mod cx;
mod duplicates;
mod field_refs;
mod job;
mod levels;
mod lint;
mod metadata;
mod names;
mod nearest;
mod network;
#[cfg(test)]
pub(crate) mod notation;
mod pod;
mod probe;
mod references;
mod scheduling;
mod security;
mod server_paths;
mod structure;
mod task;
#[cfg(test)]
mod tests;
mod volume;
mod workload;

use crate::Spelling;
use crate::diagnostic::{Diagnostic, Level};
use crate::path::Steps;
use crate::pod::Pod;
use crate::schema::{Minor, NEWEST, Root};
use crate::tree::{HoleId, Node};
use cx::Cx;
pub(crate) use nearest::nearest;

/// How a document is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// What the document is.
    pub root: Root,
    /// How the source spells its fields, and so the messages.
    pub spelling: Spelling,
    /// The Kubernetes that the document is for.
    pub kubernetes: Minor,
    /// Feature gates that are on or off whatever they are by default, by name.
    pub feature_gates: Vec<(String, bool)>,
    /// The levels of lints, by the rule's id, where no attribute sets another; `None` where nobody wants to hear of it.
    /// Later ones count.
    pub lints: Vec<(&'static str, Option<Level>)>,
    /// The container that runs a task; where there is none, the pod is nobody's task. Podwright's own template names it
    /// itself.
    pub primary: Option<String>,
    /// Leaves out what the API server does not refuse or warn of.
    pub server_only: bool,
}

impl Options {
    /// For podwright's own template, and the newest Kubernetes that is known.
    pub const fn new(spelling: Spelling) -> Options {
        Options {
            root: Root::Template,
            spelling,
            kubernetes: NEWEST,
            feature_gates: Vec::new(),
            lints: Vec::new(),
            primary: None,
            server_only: false,
        }
    }

    /// For an object of Kubernetes in its own spelling, as nobody's task.
    pub fn of(root: Root) -> Options {
        Options { root, ..Options::new(Spelling::Kubernetes) }
    }
}

/// What [`check`] gives.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The document with Kubernetes' field names; what was refused is [`Broken`](crate::tree::Value::Broken).
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

/// A rule's check, or that of some that belong together.
type Check = fn(&Pod<'_>, &mut Cx);

/// Every rule's check; no order counts.
static ROOMS: &[&[Check]] = &[
    &[duplicates::check, names::check, references::check],
    metadata::CHECKS,
    job::CHECKS,
    workload::CHECKS,
    pod::CHECKS,
    container::CHECKS,
    security::CHECKS,
    probe::CHECKS,
    volume::CHECKS,
    scheduling::CHECKS,
    network::CHECKS,
    task::CHECKS,
    lint::CHECKS,
];

/// Checks a whole document: podwright's own template, or an object of Kubernetes with a pod in it.
pub fn check(document: &Node, options: &Options) -> Checked {
    let mut cx = Cx::new(options.clone());
    let template = structure::read(document, &mut cx);
    let kept = structure::forgotten::kept(&template, &cx);
    let steps = Steps::new();
    let pod = Pod::new(&kept, &steps, options.root, options.primary.as_deref());
    let of_pod = steps.number();
    let settings = levels::read(&template, &mut cx);
    for check in ROOMS.iter().copied().flatten() {
        check(&pod, &mut cx);
        steps.forget(of_pod);
    }
    let (diagnostics, holes) = cx.finish();
    let mut diagnostics = levels::apply(diagnostics, &settings);
    server_paths::rename(&mut diagnostics);
    Checked { template, diagnostics, holes }
}
