//! What a task asks of its template.

mod injected;
mod ordinary;
mod primary;
mod restart_policy;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] =
    &[injected::check, ordinary::check, primary::check, restart_policy::check];
