//! Where a pod may run: affinity, tolerations, spread, gates, and the claims that bind it to devices.

mod claims;
mod gates;
mod label_keys;
mod no_selector;
mod node_affinity;
mod node_labels;
mod pod_affinity;
pub(super) mod selectors;
mod tolerations;
mod topology_spread;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    claims::check,
    gates::check,
    no_selector::check,
    node_affinity::check,
    node_labels::check,
    pod_affinity::check,
    tolerations::check,
    topology_spread::check,
];
