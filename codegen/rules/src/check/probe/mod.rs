//! Probes and lifecycle hooks.

mod handlers;
mod hooks;
mod numbers;
mod places;
mod port_names;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[handlers::check, hooks::check, numbers::check, port_names::check];
