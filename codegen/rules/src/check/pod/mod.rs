//! What a pod has beside containers, volumes and scheduling.

mod account;
mod pull_secrets;
mod times;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[account::check, pull_secrets::check, times::check];
