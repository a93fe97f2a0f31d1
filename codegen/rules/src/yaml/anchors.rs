//! Anchors and what stands for them: kept as trees, within the bounds that go-yaml has for aliases.

use std::collections::HashMap;

use super::NESTING;
use super::build::Built;
use crate::tree::{Node, SpanId, Value};

/// The anchors of a document, by the parser's number.
#[derive(Default)]
pub(super) struct Anchors {
    known: HashMap<usize, Anchor>,
    decoded: usize,
    aliased: usize,
}

enum Anchor {
    /// Its node has begun and not ended.
    Begun,
    Ended {
        node: Node,
        cost: usize,
        height: usize,
    },
}

/// Why an alias cannot stand for its anchor.
pub(super) enum Refused {
    Itself,
    TooMany,
    TooDeep,
}

impl Refused {
    pub(super) fn message(&self) -> String {
        match self {
            Refused::Itself => "this alias stands for something that it is a part of".to_owned(),
            Refused::TooMany => "the document is mostly aliases, which Kubernetes refuses".to_owned(),
            Refused::TooDeep => format!("this is nested deeper than {NESTING} levels"),
        }
    }

    pub(super) fn help(&self) -> Option<&'static str> {
        matches!(self, Refused::TooMany).then_some("write out what is meant")
    }

    /// Whether nothing more is to be read.
    pub(super) fn is_fatal(&self) -> bool {
        !matches!(self, Refused::Itself)
    }
}

impl Anchors {
    pub(super) fn begin(&mut self, anchor: usize) {
        if anchor != 0 {
            self.known.insert(anchor, Anchor::Begun);
        }
    }

    pub(super) fn keep(&mut self, anchor: usize, built: &Built) {
        if anchor != 0 {
            let Built { node, cost, height, .. } = built;
            let (node, cost, height) = (node.clone(), *cost, *height);
            self.known.insert(anchor, Anchor::Ended { node, cost, height });
        }
    }

    /// A copy of what the anchor is on, at the alias; what is in it keeps its places.
    pub(super) fn expand(&mut self, anchor: usize, at: SpanId, depth: usize) -> Result<Built, Refused> {
        let Some(Anchor::Ended { node, cost, height }) = self.known.get(&anchor) else {
            return Err(Refused::Itself);
        };
        let (cost, height) = (*cost, *height);
        self.decoded += 1 + cost;
        self.aliased += cost;
        if is_bomb(self.decoded, self.aliased) {
            return Err(Refused::TooMany);
        }
        if depth + height > NESTING {
            return Err(Refused::TooDeep);
        }
        let mut node = node.clone();
        node.span = at;
        Ok(Built { node, cost: 1 + cost, height, aliased: true })
    }

    pub(super) fn count(&mut self, nodes: usize) {
        self.decoded += nodes;
    }
}

/// Whether too much of a document comes from aliases (go-yaml v2 `decode.go`: `allowedAliasRatio`).
#[expect(
    clippy::cast_precision_loss,
    reason = "go-yaml's own arithmetic, and a document has fewer than 2^52 nodes"
)]
fn is_bomb(decoded: usize, aliased: usize) -> bool {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    let (all, aliased) = (decoded as f64, aliased as f64);
    let scale = ((all - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
    aliased > 100.0 && all > 1000.0 && aliased / all > 0.99 - 0.89 * scale
}

/// Whether a tree is a map, which alone can be merged.
pub(super) fn is_map(node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::Broken)
}
