//! The numbers of probes: how often, how long, how many times.

use super::places::{containers, probes};
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

const NOT_NEGATIVE: [&str; 5] =
    ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in containers(pod) {
        for (field, probe) in probes(container) {
            for number in NOT_NEGATIVE {
                negative(&probe, number, cx);
            }
            grace(&probe, field == "readinessProbe", cx);
            if field != "readinessProbe" {
                success(&probe, cx);
            }
        }
    }
}

fn negative(probe: &At<'_>, field: &str, cx: &mut Cx) {
    let Some(at) = probe.get(field) else { return };
    let Some(number) = at.integer().filter(|number| *number < 0) else { return };
    let message = format!("`{number}` is below zero");
    cx.report(&rules::NUMBER_RANGE, at.span(), at.path, message)
        .help("leave it out for Kubernetes' own number, or write one that is not below zero");
}

/// A container that is alive once is alive; 0 is the default, which is 1.
fn success(probe: &At<'_>, cx: &mut Cx) {
    let Some(at) = probe.get("successThreshold") else { return };
    if at.integer().is_some_and(|number| number > 1) {
        let word = cx.word("readinessProbe");
        let message = format!("one success is enough here: only a `{word}` counts more of them");
        cx.report(&rules::NUMBER_RANGE, at.span(), at.path, message).help("leave it out");
    }
}

fn grace(probe: &At<'_>, is_readiness: bool, cx: &mut Cx) {
    let Some(at) = probe.get("terminationGracePeriodSeconds") else { return };
    if is_readiness {
        let message = "a container that is not ready is not ended, and needs no time to end";
        cx.report(&rules::FORBIDDEN, at.name_span, at.path, message)
            .help("leave it out, or put it at the pod, the liveness or the startup probe");
    } else if let Some(number) = at.integer().filter(|number| *number <= 0) {
        let message = format!("the time to end is above zero, and this is `{number}`");
        cx.report(&rules::NUMBER_RANGE, at.span(), at.path, message).help("leave it out for the pod's own");
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn probe(field: &str, numbers: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", {field}: {{ exec: {{ command: ["a"] }}, {numbers} }} }}] }} }}"#
        ))
    }

    #[test]
    fn numbers_are_not_below_zero() {
        assert_eq!(
            probe(
                "readiness_probe",
                "initial_delay_seconds: -1, period_seconds: 0, success_threshold: -2, timeout_seconds: ?"
            ),
            [
                "number_range at -1 in spec.containers[0].readinessProbe.initialDelaySeconds",
                "number_range at -2 in spec.containers[0].readinessProbe.successThreshold",
            ]
        );
    }

    #[test]
    fn one_success_is_enough_unless_it_is_about_being_ready() {
        assert_eq!(
            probe("liveness_probe", "success_threshold: 2"),
            ["number_range at 2 in spec.containers[0].livenessProbe.successThreshold"]
        );
        assert_eq!(probe("liveness_probe", "success_threshold: 0"), Vec::<String>::new());
        assert_eq!(probe("readiness_probe", "success_threshold: 2"), Vec::<String>::new());
    }

    #[test]
    fn the_time_to_end_is_above_zero_and_not_a_readiness_probes() {
        assert_eq!(
            probe("startup_probe", "termination_grace_period_seconds: 0"),
            ["number_range at 0 in spec.containers[0].startupProbe.terminationGracePeriodSeconds"]
        );
        assert_eq!(
            probe("readiness_probe", "termination_grace_period_seconds: 10"),
            [
                "forbidden at termination_grace_period_seconds in spec.containers[0].readinessProbe.terminationGracePeriodSeconds"
            ]
        );
    }
}
