//! Volumes of every kind, and where they are mounted.

mod mounts;
mod paths;
mod unused_volumes;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[mounts::check, paths::check, unused_volumes::check];
