//! How long a pod may run, and how long it may take to end.

use crate::check::bounds;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `ValidatePodSpec`; `SetDefaults_Pod` makes of a negative grace period one second, and `warningsForPodSpecAndMeta` says so
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    bounds::within(
        pod.field("activeDeadlineSeconds").as_ref(),
        &(1..=i64::from(i32::MAX)),
        "number of seconds that a pod may run",
        cx,
    );
    let Some(grace) = pod.field("terminationGracePeriodSeconds") else { return };
    let Some(seconds) = grace.integer().filter(|seconds| *seconds < 0) else { return };
    let message = format!("`{seconds}` is no number of seconds that a pod may take to end");
    // Of a pod the API server has made it a second by then.
    let report = if pod.is_pod() {
        cx.report(&rules::GRACE_PERIOD, grace.span(), grace.path, message)
    } else {
        cx.report_to_kubelet(&rules::GRACE_PERIOD, grace.span(), grace.path, message)
    };
    report.help("it is at least 0");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{read, wrong};
    use crate::check::{Options, check};
    use crate::diagnostic::Level;
    use crate::schema::Root;

    fn spec(field: &str) -> Vec<String> {
        wrong(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#))
    }

    #[test]
    fn a_pod_runs_for_a_second_at_least() {
        assert_eq!(spec("active_deadline_seconds: 0"), ["number_range at 0 in spec.activeDeadlineSeconds"]);
        assert_eq!(spec("active_deadline_seconds: 1"), Vec::<String>::new());
        assert_eq!(spec("active_deadline_seconds: 2147483648").len(), 1);
    }

    #[test]
    fn no_pod_takes_less_than_no_time_to_end() {
        assert_eq!(
            spec("termination_grace_period_seconds: -1"),
            ["grace_period at -1 in spec.terminationGracePeriodSeconds"]
        );
    }

    #[test]
    fn the_api_server_alone_only_warns_of_less_than_no_time_and_only_in_a_template() {
        let pod =
            r#"{ spec: { terminationGracePeriodSeconds: -1, containers: [{ name: "a", image: "a:1" }] } }"#;
        let level = |root, server_only| {
            let found = check(&read(pod), &Options { server_only, ..Options::of(root) }).diagnostics;
            found.iter().find(|found| found.rule == "grace_period").map(|found| found.level)
        };
        for root in [Root::Pod, Root::PodTemplateSpec] {
            assert_eq!(level(root, false), Some(Level::Error));
        }
        assert_eq!(level(Root::Pod, true), None);
        assert_eq!(level(Root::PodTemplateSpec, true), Some(Level::Warning));
    }
}
