//! Volumes of every kind, and where they are mounted.

mod claim;
mod claim_names;
mod data_source;
mod deprecated;
mod devices;
mod disks;
mod downward;
mod files;
mod mount_options;
mod mounts;
mod names;
mod needed;
mod overlaps;
mod ranges;
mod trust;
mod unused_volumes;

use super::Check;
use crate::pod::At;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    claim::check,
    claim_names::check,
    deprecated::check,
    devices::check,
    disks::check,
    downward::check,
    files::check,
    mount_options::check,
    mounts::check,
    names::check,
    needed::check,
    overlaps::check,
    ranges::check,
    trust::check,
    unused_volumes::check,
];

/// What puts items under paths of their own: the one there is of a volume, or of a source of a projected one.
fn keyed<'t>(holder: &At<'t>) -> Option<At<'t>> {
    ["configMap", "secret", "downwardAPI"].iter().find_map(|kind| holder.get(kind))
}

/// The sources of a projected volume; none where it is another's.
fn projected<'t>(volume: &At<'t>) -> Vec<At<'t>> {
    volume.get("projected").map_or_else(Vec::new, |projected| projected.list("sources"))
}
