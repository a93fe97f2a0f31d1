//! Probes and lifecycle hooks.

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[];
