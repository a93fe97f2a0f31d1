//! Metadata: labels, annotations and what else every object has.

mod labels;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[labels::check];
