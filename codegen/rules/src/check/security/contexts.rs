//! Where security contexts stand.

use crate::pod::{At, Pod};

/// The security contexts of the pod and of its containers.
pub(super) fn contexts<'t>(pod: &Pod<'t>) -> impl Iterator<Item = At<'t>> {
    let own = pod.field("securityContext");
    own.into_iter().chain(of_containers(pod))
}

/// The security contexts of the containers.
pub(super) fn of_containers<'t>(pod: &Pod<'t>) -> impl Iterator<Item = At<'t>> {
    pod.containers.iter().filter_map(|container| container.at.get("securityContext"))
}
