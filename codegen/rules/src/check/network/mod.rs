//! A pod's names and DNS.

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[];
