//! Sidecars become native ones: init containers that go on running, which the kubelet itself ends with the primary.

use serde_json::{Value, json};

use super::{Added, BuildError};
use crate::action::Action;

/// Moves every container but the primary and the ordinary ones behind the template's own init containers.
pub(super) fn make_native(
    spec: &mut Value,
    action: &Action,
    added: &mut Vec<Added>,
) -> Result<(), BuildError> {
    let containers = spec["containers"].as_array().cloned().unwrap_or_default();
    let (stay, mut native): (Vec<_>, Vec<_>) = containers.into_iter().partition(|container| {
        let name = container["name"].as_str().unwrap_or_default();
        name == action.pod.primary || action.pod.ordinary.iter().any(|ordinary| ordinary == name)
    });
    if (native.len() + stay.len()) > 1 && spec["terminationGracePeriodSeconds"].is_null() {
        spec["terminationGracePeriodSeconds"] = GRACE.into();
        let path = "spec.template.spec.terminationGracePeriodSeconds".to_owned();
        added.push(Added { path, why: "a sidecar that ignores SIGTERM holds the pod no longer than this" });
    }
    if native.is_empty() {
        return Ok(());
    }
    let before = spec["initContainers"].as_array().map_or(0, Vec::len);
    for (at, container) in native.iter_mut().enumerate() {
        if !container["restartPolicy"].is_null() || !container["restartPolicyRules"].is_null() {
            return Err(BuildError::OwnRestartPolicy(
                container["name"].as_str().unwrap_or_default().to_owned(),
            ));
        }
        container["restartPolicy"] = "Always".into();
        let path = format!("spec.template.spec.initContainers[{}].restartPolicy", before + at);
        added.push(Added { path, why: "a native sidecar: the kubelet ends it with the primary" });
    }
    spec["containers"] = Value::Array(stay);
    if !spec["initContainers"].is_array() {
        spec["initContainers"] = json!([]);
    }
    spec["initContainers"].as_array_mut().expect("it is a list now").append(&mut native);
    Ok(())
}

/// Seconds from SIGTERM to SIGKILL where the template does not say. A program that is PID 1 and handles no SIGTERM
/// ignores it, and most naive images are such programs.
const GRACE: u64 = 5;
