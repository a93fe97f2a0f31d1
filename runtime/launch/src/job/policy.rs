//! When Kubernetes gives an action up, tries it again, and cleans up after it.

use std::time::Duration;

use serde_json::{Value, json};

use super::Added;
use super::labels::ARCHITECTURE;
use crate::action::Action;
use crate::wire;

/// How long a finished run is kept: 7 days.
const KEPT: u64 = 7 * 24 * 3600;
/// The Job controller waits this long before the first retry, twice as long before each next one, up to ten minutes.
const FIRST_BACKOFF: u64 = 10;
const LONGEST_BACKOFF: u64 = 600;
/// Until a pod has a node, and until its end is seen by the Job controller, may take this many seconds.
const SHORTEST_PLACING: u64 = 60;
/// The longest deadline of a Job: its controller computes with nanoseconds in 63 bits (`pastActiveDeadline`), and more than that many
/// of them is a time that has passed.
const LONGEST_JOB: u64 = i64::MAX.unsigned_abs() / 1_000_000_000;
/// What the kubelet gives a pod that says nothing.
const DEFAULT_GRACE: u64 = 30;

/// The pod's own policies.
pub(super) fn of_pod(spec: &mut Value, action: &Action, added: &mut Vec<Added>) {
    let grace = grace(spec);
    let mut add = |field: &str, value: Value, why| {
        if spec[field].is_null() {
            spec[field] = value;
            added.push(Added { path: format!("spec.template.spec.{field}"), why });
        }
    };
    add("restartPolicy", "Never".into(), "each attempt is a pod of its own, and keeps its log");
    add(
        "enableServiceLinks",
        false.into(),
        "variables of every Service of the namespace are no part of a task",
    );
    if let Some(timeout) = action.timeout {
        let deadline = deadline(timeout, action, grace).into();
        add("activeDeadlineSeconds", deadline, "the timeout, the time to start and the time to end");
    }
    if !chooses_architecture(spec)
        && let Some(field) = choose_architecture(spec, &action.pod.architectures)
    {
        let path = format!("spec.template.spec.{field}");
        added.push(Added { path, why: "the nodes that the image's program runs on" });
    }
}

/// Asks for nodes of one of these architectures; gives the field that asks. Several are for node affinity alone to say, in each of
/// its terms: one of them is enough for the scheduler.
fn choose_architecture(spec: &mut Value, architectures: &[String]) -> Option<&'static str> {
    match architectures {
        [] => None,
        [only] => {
            spec["nodeSelector"][ARCHITECTURE] = only.clone().into();
            Some("nodeSelector")
        }
        several => {
            let expression = json!({"key": ARCHITECTURE, "operator": "In", "values": several});
            let required =
                &mut spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"];
            match required["nodeSelectorTerms"].as_array_mut() {
                None => required["nodeSelectorTerms"] = json!([{"matchExpressions": [expression]}]),
                Some(terms) => {
                    for term in terms {
                        match term["matchExpressions"].as_array_mut() {
                            None => term["matchExpressions"] = json!([expression]),
                            Some(expressions) => expressions.push(expression.clone()),
                        }
                    }
                }
            }
            Some("affinity")
        }
    }
}

/// Seconds that the pod has to end.
fn grace(pod: &Value) -> u64 {
    pod["terminationGracePeriodSeconds"].as_u64().unwrap_or(DEFAULT_GRACE)
}

fn chooses_architecture(spec: &Value) -> bool {
    !spec["nodeSelector"][ARCHITECTURE].is_null()
        || spec["affinity"].to_string().contains(ARCHITECTURE)
        || !spec["nodeName"].is_null()
}

/// Seconds that one attempt may take in all.
fn deadline(timeout: Duration, action: &Action, grace: u64) -> u64 {
    let whole = timeout.saturating_add(action.start_timeout);
    // Kubernetes takes no more than 31 bits.
    (whole.as_secs() + u64::from(whole.subsec_nanos() > 0))
        .saturating_add(grace)
        .min(i32::MAX.unsigned_abs().into())
}

/// The Job's spec without its template.
pub(super) fn of_job(action: &Action, pod: &Value) -> Value {
    let mut spec = json!({
        "backoffLimit": action.retries,
        "podReplacementPolicy": "Failed",
        "podFailurePolicy": {"rules": [
            {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
            {"action": "FailJob", "onExitCodes": {
                "containerName": action.pod.primary, "operator": "In", "values": [wire::EXIT_FINAL],
            }},
        ]},
    });
    if action.parent.is_none() {
        spec["ttlSecondsAfterFinished"] = KEPT.into();
    }
    if let Some(timeout) = action.timeout {
        let grace = grace(pod);
        let attempts = u64::from(action.retries) + 1;
        // A Job's deadline deletes the pod with its log, so it must not come before the pod's own, which counts from when the
        // pod has a node.
        let until_placed = action.start_timeout.as_secs().max(SHORTEST_PLACING);
        let one = deadline(timeout, action, grace).saturating_add(grace).saturating_add(until_placed);
        let whole = attempts.saturating_mul(one).saturating_add(backoff(action.retries));
        spec["activeDeadlineSeconds"] = whole.min(LONGEST_JOB).into();
    }
    spec
}

/// Seconds that the Job controller waits between the attempts, in all.
fn backoff(retries: u32) -> u64 {
    // From here on each is the longest.
    const GROWING: u32 = 6;
    let growing: u64 = (0..retries.min(GROWING)).map(|retry| FIRST_BACKOFF << retry).sum();
    growing + u64::from(retries.saturating_sub(GROWING)) * LONGEST_BACKOFF
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_waits_between_attempts_double_up_to_ten_minutes() {
        assert_eq!(backoff(0), 0);
        assert_eq!(backoff(3), 10 + 20 + 40);
        assert_eq!(backoff(9), 10 + 20 + 40 + 80 + 160 + 320 + 600 * 3);
        assert_eq!(backoff(u32::MAX), 630 + 600 * (u64::from(u32::MAX) - 6));
    }
}
