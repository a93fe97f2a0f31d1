//! Security contexts of pods and containers, and what they ask of the pod around them.

mod app_armor;
mod contexts;
mod host_process;
mod host_users;
mod ids;
mod non_root;
mod operating_system;
mod privileges;
mod proc_mount;
mod profile_annotations;
mod seccomp;
mod shared_processes;
mod sysctls;
mod unused_annotations;
mod windows_options;

use super::Check;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    app_armor::check,
    host_process::check,
    host_users::check,
    ids::check,
    non_root::check,
    operating_system::check,
    privileges::check,
    proc_mount::check,
    profile_annotations::check,
    seccomp::check,
    shared_processes::check,
    sysctls::check,
    unused_annotations::check,
    windows_options::check,
];
