//! Probes and lifecycle hooks.

mod handlers;
mod hooks;
mod numbers;
mod places;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[handlers::check, hooks::check, numbers::check];
