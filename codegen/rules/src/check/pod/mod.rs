//! What a pod has beside containers, volumes and scheduling.

mod account;
mod times;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[account::check, times::check];
