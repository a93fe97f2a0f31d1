//! What only events tell: mounts that fail, probes, and pods that a Job cannot create.

use super::{Cause, Why};
use crate::cluster::objects::Event;

pub(super) fn of_pod(events: &[Event]) -> Option<Why> {
    let last = |reason: &str| events.iter().rev().find(|event| event.reason == reason);
    if let Some(event) = last("FailedMount").or_else(|| last("FailedAttachVolume")) {
        return Some(mount(&event.message));
    }
    let probe = last("Unhealthy").filter(|event| event.message.contains("Startup probe"))?;
    let said = probe.message.trim().trim_end_matches(':');
    let which =
        container(probe).map_or_else(|| "a sidecar".to_owned(), |name| format!("the sidecar `{name}`"));
    let message = format!("the task waits for {which}, which is not ready: {said}");
    Some(Why::new(Cause::Sidecar, message, "check the probe's path and port, and the sidecar's log"))
}

/// The container that an event is about.
fn container(event: &Event) -> Option<&str> {
    event.involved_object.field_path.split_once('{')?.1.strip_suffix('}')
}

fn mount(said: &str) -> Why {
    let volume = said.split("volume \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("?");
    let reason = said.split_once("\" : ").map_or(said, |(_, reason)| reason).trim();
    let missing =
        [("secret \"", "Secret"), ("configmap \"", "ConfigMap")].into_iter().find_map(|(start, kind)| {
            let name = reason.split_once(start)?.1.split('"').next()?;
            reason.contains("not found").then(|| (kind, name.to_owned()))
        });
    if let Some((kind, name)) = missing {
        let message = format!("the {kind} `{name}` of the volume `{volume}` does not exist");
        return Why::new(
            Cause::MissingConfig,
            message,
            format!("create the {kind}, or mark the volume's source `optional: true`"),
        );
    }
    if reason.contains("references non-existent") {
        let message = format!("the volume `{volume}` names a key that its source does not have: {reason}");
        return Why::new(
            Cause::MissingConfig,
            message,
            "add the key, or take it out of the volume's `items`",
        );
    }
    let message = format!("the volume `{volume}` cannot be mounted: {reason}");
    Why::new(Cause::Mount, message, "check the volume's source; a CSI driver must be installed on the node")
}

/// Why a Job creates no pod, from the events about the Job.
pub(crate) fn of_job(events: &[Event]) -> Option<Why> {
    let event = events.iter().rev().find(|event| event.reason == "FailedCreate")?;
    Some(not_created(&event.message))
}

/// Why a pod is not created, from what the API server says.
pub(crate) fn not_created(said: &str) -> Why {
    let said = said.trim();
    let reason = said.split_once("is forbidden: ").map_or(said, |(_, reason)| reason);
    let reason = reason.strip_prefix("Error creating: ").unwrap_or(reason);
    if reason.contains("exceeded quota") {
        let message = format!("the namespace's quota is used up: {reason}");
        return Why::new(Cause::Quota, message, "free some of the quota, or lower what the task requests");
    }
    if reason.contains("violates PodSecurity") {
        let message = format!("the namespace's Pod Security forbids the pod: {reason}");
        let help = "change the security context that it names in the pod template; `render` shows the pod as it is sent";
        return Why::new(Cause::Admission, message, help).for_good();
    }
    let message = format!("the cluster does not take the pod: {reason}");
    let why = Why::new(Cause::Admission, message, "create or change what the message names");
    // A webhook that does not answer, while it is rolled out for example. The Job controller tries again.
    if reason.starts_with("Internal error occurred") { why } else { why.for_good() }
}
