//! Containers: images, environment, ports, resources, restarts.

pub(super) mod amounts;
mod claims;
mod downward;
mod env;
mod env_files;
mod ephemeral;
mod fractions;
mod host_network;
mod host_ports;
mod hugepages;
mod images;
mod init_fields;
mod limits;
mod overhead;
mod pod_resources;
mod port_overlaps;
pub(super) mod ports;
mod present;
mod resize_policy;
mod restart_rules;
mod totals;

use super::Check;
use crate::pod::Container;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    claims::check,
    downward::check,
    env::check,
    env_files::check,
    ephemeral::check,
    fractions::check,
    host_network::check,
    host_ports::check,
    images::check,
    init_fields::check,
    limits::check,
    overhead::check,
    pod_resources::check,
    port_overlaps::check,
    ports::check,
    present::check,
    resize_policy::check,
    restart_rules::check,
];

/// Whether an init container is a sidecar, which stays.
pub(super) fn restarts_always(container: &Container<'_>) -> bool {
    container.at.text_of("restartPolicy") == Some("Always")
}
