//! The entries of a YAML map while they are read, with `<<`: what is merged stands where the `<<` stands.
//!
//! A key that is given twice stays: the checks say so, as the API server's strict reading does, which takes no key beside a
//! merge that has it too.

use super::Problems;
use super::anchors::is_map;
use super::build::Built;
use crate::tree::{Entry, Key, Node, SpanId, Value};

/// A map whose end was not read yet.
#[derive(Default)]
pub(super) struct Mapping {
    entries: Vec<Entry>,
    pending: Option<Pending>,
    begun: bool,
}

/// What the next value is for.
pub(super) enum Pending {
    /// A key.
    Key(Key),
    /// A `<<`.
    Merge,
    /// A key that is wrong, which was said.
    Ignored,
}

impl Mapping {
    pub(super) fn awaits_key(&self) -> bool {
        self.pending.is_none()
    }

    /// Whether no key was read yet.
    pub(super) fn is_empty(&self) -> bool {
        !self.begun
    }

    pub(super) fn pend(&mut self, pending: Pending) {
        self.begun = true;
        self.pending = Some(pending);
    }

    pub(super) fn value(&mut self, built: Built, problems: &mut Problems) {
        match self.pending.take() {
            Some(Pending::Key(key)) => self.entries.push(Entry { key, value: built.node }),
            Some(Pending::Merge) => self.merge(built, problems),
            Some(Pending::Ignored) | None => {}
        }
    }

    pub(super) fn finish(self) -> Vec<Entry> {
        self.entries
    }

    fn merge(&mut self, built: Built, problems: &mut Problems) {
        match built.node.value {
            // An alias has to stand for a map: go-yaml looks at what is written here.
            Value::List(items) if !built.aliased => {
                for item in items.into_iter().rev() {
                    self.merge_one(item, problems);
                }
            }
            _ => self.merge_one(built.node, problems),
        }
    }

    fn merge_one(&mut self, node: Node, problems: &mut Problems) {
        if !is_map(&node) {
            problems.error(node.span, "`<<` takes a map, or a list of maps").help =
                Some("write `<<: *name` with the name of a map's anchor `&name`".to_owned());
            return;
        }
        let Value::Map(entries) = node.value else { return };
        let here = |mut entry: Entry| {
            // A key that was written before the alias is said to be wrong where the alias stands.
            entry.key.span = entry.key.span.max(node.span);
            entry
        };
        self.entries.extend(entries.into_iter().map(here));
    }
}

/// The first key of a map, whose place is the map's where no bracket opens it.
pub(super) fn heads(mapping: &Mapping, map: SpanId, key: SpanId, problems: &mut Problems) {
    let place = problems.places.get(map);
    if mapping.is_empty() && place.start == place.end {
        let end = problems.places.get(key).end;
        problems.places.extend(map, end);
    }
}
