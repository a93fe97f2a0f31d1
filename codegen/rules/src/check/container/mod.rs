//! Containers: images, environment, ports, resources.

mod env;
mod host_ports;
mod images;
mod limits;
mod ports;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] =
    &[env::check, host_ports::check, images::check, limits::check, ports::check];
