//! Where a pod may run.

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[];
