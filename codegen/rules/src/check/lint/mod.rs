//! What works, and is worth a second look: one file a lint.

mod account;
mod amounts;
mod fields;
mod namespaces;
mod privileged;
mod secrets;
mod tags;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    account::check,
    amounts::check,
    fields::check,
    namespaces::check,
    privileged::check,
    secrets::check,
    tags::check,
];
