//! Jobs and CronJobs around a pod's template.

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[];
