//! The list of everything that a template is checked for, a file for each room of `check`, and each rule's page in the manual.

mod page;

pub use page::{Example, Language, Page};

use crate::diagnostic::Level;

/// One thing a template is checked for.
#[derive(Debug)]
pub struct Rule {
    /// Its name in diagnostics and in `#[allow(…)]`, in snake_case.
    pub id: &'static str,
    /// How much a finding weighs. A warning's level can be set by an attribute in the template.
    pub level: Level,
    /// What it asks for, in one line.
    pub doc: &'static str,
    /// Where it comes from: a file and function of Kubernetes, or `podwright`.
    pub source: &'static str,
    /// Whether the API server is who refuses; otherwise the kubelet or podwright does.
    pub server: bool,
    /// Whether it is heard only where a level is set for it.
    pub is_silent: bool,
}

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ROOMS.iter().copied().flatten().copied()
}

/// The rules that warn of what stands in a template, whose level can be set there and for a package.
pub fn lints() -> impl Iterator<Item = &'static Rule> {
    let is_of_documents = |rule: &Rule| document::ALL.iter().any(|other| other.id == rule.id);
    all().filter(move |rule| rule.level == Level::Warning && !is_of_documents(rule))
}

/// The manual: a page for every rule, in the order of [`all`]. Whoever does not ask for it does not link it.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    PAGES.iter().copied().flatten()
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}

/// The rule's id that is nearest to what somebody wrote.
pub fn nearest(id: &str) -> Option<&'static str> {
    nearest_of(id, all().map(|rule| rule.id))
}

/// The name among those there are that is nearest to what somebody wrote.
pub fn nearest_of(written: &str, names: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    crate::check::nearest(written, names)
}

// Files are those of pkg/apis/core/validation/validation.go in k8s.io/kubernetes where only a function is named. A rule's
// page is `ROOM/ID.md`: why it is, an example that breaks it, and one that is right.
macro_rules! rules {
    ($room:literal $($name:ident $id:literal $level:ident $by:ident $source:literal $doc:literal;)*) => {
        $(pub(crate) static $name: crate::rules::Rule = crate::rules::Rule {
            id: $id,
            level: rules!(@ level $level),
            doc: $doc,
            source: $source,
            server: rules!(@ $by),
            is_silent: rules!(@ silent $level),
        };)*

        /// Every rule of this file.
        pub(super) static ALL: &[&crate::rules::Rule] = &[$(&$name),*];

        /// The page of each.
        pub(super) static PAGES: &[crate::rules::Page] = &[$(crate::rules::Page::new(
            &$name,
            stringify!($by),
            include_str!(concat!($room, "/", $id, ".md")),
        )),*];
    };
    (@ level Error) => { crate::diagnostic::Level::Error };
    (@ level $warning:ident) => { crate::diagnostic::Level::Warning };
    (@ silent Silent) => { true };
    (@ silent $heard:ident) => { false };
    (@ server) => { true };
    (@ kubelet) => { false };
    (@ podwright) => { false };
}

mod container;
mod document;
mod general;
mod job;
mod lint;
mod metadata;
mod network;
mod pod;
mod probe;
mod scheduling;
mod security;
mod structure;
mod task;
mod volume;
mod workload;

pub(crate) use container::*;
pub(crate) use document::*;
pub(crate) use general::*;
pub(crate) use job::*;
pub(crate) use lint::*;
pub(crate) use metadata::*;
pub(crate) use network::*;
pub(crate) use pod::*;
pub(crate) use probe::*;
pub(crate) use scheduling::*;
pub(crate) use security::*;
pub(crate) use structure::*;
pub(crate) use task::*;
pub(crate) use volume::*;
pub(crate) use workload::*;

static ROOMS: &[&[&Rule]] = &[
    document::ALL,
    structure::ALL,
    general::ALL,
    task::ALL,
    metadata::ALL,
    job::ALL,
    workload::ALL,
    pod::ALL,
    container::ALL,
    security::ALL,
    probe::ALL,
    volume::ALL,
    scheduling::ALL,
    network::ALL,
    lint::ALL,
];

/// In the order of [`ROOMS`].
static PAGES: &[&[Page]] = &[
    document::PAGES,
    structure::PAGES,
    general::PAGES,
    task::PAGES,
    metadata::PAGES,
    job::PAGES,
    workload::PAGES,
    pod::PAGES,
    container::PAGES,
    security::PAGES,
    probe::PAGES,
    volume::PAGES,
    scheduling::PAGES,
    network::PAGES,
    lint::PAGES,
];

#[cfg(test)]
mod tests {
    use super::{all, pages};
    use std::collections::HashSet;

    #[test]
    fn a_rule_has_an_id_of_its_own() {
        let ids: HashSet<_> = all().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), all().count());
    }

    #[test]
    fn a_rule_has_the_page_of_its_id() {
        assert!(all().map(|rule| rule.id).eq(pages().map(|page| page.rule.id)));
    }
}
