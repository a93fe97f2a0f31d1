//! Metadata: names, labels, annotations, owners and what else every object has.

mod annotations;
mod finalizers;
mod given_up;
mod host_names;
pub(super) mod labels;
pub(super) mod names;
mod owners;

use super::Check;
use crate::pod::{At, Pod};
use crate::schema::Root;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    annotations::check,
    finalizers::check,
    given_up::check,
    host_names::check,
    labels::check,
    names::check,
    owners::check,
];

/// The document's own metadata; that of a template has labels and annotations only that anybody looks at.
fn own<'t>(pod: &Pod<'t>) -> Option<At<'t>> {
    match pod.root {
        Root::Template | Root::PodTemplateSpec => None,
        _ => pod.object.get("metadata"),
    }
}
