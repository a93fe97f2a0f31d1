//! Where probes and hooks stand.

use crate::check::container::restarts_always;
use crate::pod::{At, Container, Pod, Role};

/// The containers that stay, which alone have probes and hooks; others that have some are refused for it.
pub(super) fn containers<'p, 't>(pod: &'p Pod<'t>) -> impl Iterator<Item = &'p Container<'t>> {
    pod.containers.iter().filter(|container| container.role != Role::Init || restarts_always(container))
}

/// The probes of a container, each with its field's name.
pub(super) fn probes<'t>(container: &Container<'t>) -> impl Iterator<Item = (&'static str, At<'t>)> {
    let at = container.at;
    let fields = ["livenessProbe", "readinessProbe", "startupProbe"].into_iter();
    fields.filter_map(move |field| Some((field, at.get(field)?)))
}

/// The hooks of a container.
pub(super) fn hooks<'t>(container: &Container<'t>) -> impl Iterator<Item = At<'t>> {
    let lifecycle = container.at.get("lifecycle");
    ["postStart", "preStop"].into_iter().filter_map(move |field| lifecycle.as_ref()?.get(field))
}
