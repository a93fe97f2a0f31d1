//! What a pod has beside containers, volumes and scheduling.

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[];
