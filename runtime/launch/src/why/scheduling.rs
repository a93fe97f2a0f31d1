//! The scheduler's message: why no node takes a pod.

use super::{Cause, Why};
use crate::cluster::objects::Pod;
use crate::job::labels::ARCHITECTURE;

pub(super) fn unscheduled(pod: &Pod) -> Option<Why> {
    let scheduled = pod.status.conditions.iter().find(|condition| condition.kind == "PodScheduled")?;
    if scheduled.status != "False" {
        return None;
    }
    let said = scheduled.message.trim();
    if scheduled.reason == "SchedulingGated" {
        let help = "what set the gate, a queue for example, takes it away when it is the pod's turn";
        return Some(Why::new(Cause::Gated, "the pod waits behind a scheduling gate", help));
    }
    if let Some(claim) = between(said, "persistentvolumeclaim \"", &['"']) {
        let message = format!("the PersistentVolumeClaim `{claim}` {}", claim_trouble(said));
        return Some(Why::new(
            Cause::MissingClaim,
            message,
            "create the claim, or check its storage class with `kubectl describe pvc`",
        ));
    }
    if said.contains("unbound immediate PersistentVolumeClaims") {
        let help = "check the claim's storage class and its events with `kubectl describe pvc`";
        return Some(Why::new(
            Cause::MissingClaim,
            "a PersistentVolumeClaim of the pod is not bound to a volume",
            help,
        ));
    }
    Some(Why::new(Cause::Unschedulable, format!("no node takes the pod: {}", nodes(said)), help(pod, said)))
}

fn claim_trouble(said: &str) -> &'static str {
    if said.contains("not found") { "does not exist" } else { "cannot be used" }
}

/// The scheduler's message without what it says of preemption.
fn nodes(said: &str) -> &str {
    let said = said.split(" preemption:").next().unwrap_or(said).trim();
    if said.is_empty() { "the scheduler gives no reason" } else { said.trim_end_matches('.') }
}

fn help(pod: &Pod, said: &str) -> String {
    if let Some(resource) = between(said, "Insufficient ", &[',', '.', ' ']) {
        return format!(
            "lower the {resource} that the task and its sidecars request, or wait for a node with more; an autoscaler may add one"
        );
    }
    if said.contains("node affinity") || said.contains("node selector") {
        let architecture = pod.spec.node_selector.get(ARCHITECTURE);
        let architecture =
            architecture.map(|name| format!("; the image is for nodes of the architecture `{name}`"));
        return format!(
            "check `node_selector` and `affinity` against `kubectl get nodes --show-labels`{}",
            architecture.unwrap_or_default()
        );
    }
    if said.contains("taint") {
        return "add a toleration for the taint, or choose other nodes".to_owned();
    }
    "see `kubectl describe pod`".to_owned()
}

/// What stands between `start` and the first of the characters `end`.
fn between<'a>(text: &'a str, start: &str, end: &[char]) -> Option<&'a str> {
    text.split_once(start)?.1.split(end).next()
}
