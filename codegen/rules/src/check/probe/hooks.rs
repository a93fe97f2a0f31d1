//! How a container ends: how long a hook sleeps, and which signal ends it.

use super::places::{containers, hooks};
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// The time to end where the pod does not say (`DefaultTerminationGracePeriodSeconds`).
const DEFAULT_GRACE: i64 = 30;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for container in containers(pod) {
        for hook in hooks(container) {
            if let Some(sleep) = hook.get("sleep") {
                within_grace(&sleep, pod, cx);
            }
        }
        let signal = container.at.get("lifecycle").and_then(|lifecycle| lifecycle.get("stopSignal"));
        if let Some(signal) = signal {
            of_system(&signal, pod, cx);
        }
    }
}

/// `validateSleepAction`; the API server names the action, not its seconds.
fn within_grace(sleep: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    let seconds = sleep.get("seconds");
    let given = pod.field("terminationGracePeriodSeconds");
    let Some(grace) = given.as_ref().map_or(Some(DEFAULT_GRACE), At::integer) else { return };
    // Of a pod, a negative time is taken for a second.
    let grace = if grace < 0 && pod.is_pod() { 1 } else { grace };
    let Some(number) = seconds.as_ref().map_or(Some(0), At::integer) else { return };
    if (0..=grace).contains(&number) {
        return;
    }
    let word = cx.word("terminationGracePeriodSeconds");
    let at = seconds.as_ref().unwrap_or(sleep);
    let (message, help) = if number < 0 {
        (format!("`{number}` is below zero"), "write how many seconds to sleep".to_owned())
    } else {
        (
            format!("the container is ended after `{grace}` seconds, and this sleeps for `{number}`"),
            format!("sleep for at most `{grace}`, or raise the pod's `{word}`"),
        )
    };
    let report = cx.report(&rules::SLEEP, at.span(), sleep.path, message).help(help);
    if let Some(given) = given {
        report.label(given.span(), "the time to end is given here");
    }
}

/// Which signals there are depends on the system, which the pod has to name (`validateStopSignal`).
fn of_system(signal: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    let Some(text) = signal.text() else { return };
    let os = pod.field("os");
    let (message, help) = match &os {
        None => (
            "which signals there are depends on the operating system, which the pod does not name".to_owned(),
            "add `os: { name: \"linux\" }` to the pod's spec",
        ),
        Some(_) if pod.is_for_windows() && !matches!(text, "SIGKILL" | "SIGTERM") => {
            (format!("Windows has no `{text}`"), "there are `SIGKILL` and `SIGTERM`")
        }
        Some(_) => return,
    };
    cx.report(&rules::STOP_SIGNAL, signal.span(), signal.path, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::Spelling;
    use crate::check::notation::{read, wrong, wrong_pod};
    use crate::check::{Options, check};

    fn hook(more: &str, hook: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ {more} containers: [{{ name: "primary", lifecycle: {{ {hook} }} }}] }} }}"#
        )
    }

    #[test]
    fn a_hook_sleeps_for_no_longer_than_the_container_has() {
        let sleep = |more: &str, seconds: &str| {
            wrong(&hook(more, &format!("pre_stop: {{ sleep: {{ seconds: {seconds} }} }}")))
        };
        let at = "spec.containers[0].lifecycle.preStop.sleep";
        assert_eq!(sleep("", "31"), [format!("sleep at 31 in {at}")]);
        assert_eq!(sleep("", "-1"), [format!("sleep at -1 in {at}")]);
        assert_eq!(sleep("", "30"), Vec::<String>::new());
        assert_eq!(sleep("termination_grace_period_seconds: 60,", "60"), Vec::<String>::new());
        assert_eq!(sleep("termination_grace_period_seconds: 5,", "6"), [format!("sleep at 6 in {at}")]);
        assert_eq!(sleep("termination_grace_period_seconds: ?,", "600"), Vec::<String>::new());
    }

    #[test]
    fn a_pod_that_ends_before_now_ends_in_a_second_and_one_that_ends_now_has_none() {
        let sleep = |grace: i64| {
            let containers =
                r#"[{ name: "a", image: "a", lifecycle: { preStop: { sleep: { seconds: 1 } } } }]"#;
            wrong_pod(&format!(
                "{{ spec: {{ terminationGracePeriodSeconds: {grace}, containers: {containers} }} }}"
            ))
        };
        assert_eq!(sleep(-1), Vec::<String>::new());
        assert_eq!(sleep(0), ["sleep at 1 in spec.containers[0].lifecycle.preStop.sleep"]);
    }

    #[test]
    fn a_signal_is_one_of_the_pods_system() {
        let signal = |more: &str, signal: &str| {
            let mut options = Options::new(Spelling::Snake);
            options.feature_gates.push(("ContainerStopSignals".to_owned(), true));
            let template = hook(more, &format!(r#"stop_signal: "{signal}""#));
            check(&read(&template), &options)
                .diagnostics
                .into_iter()
                .map(|found| found.rule)
                .collect::<Vec<_>>()
        };
        assert_eq!(signal("", "SIGINT"), ["stop_signal"]);
        assert_eq!(signal(r#"os: { name: "windows" },"#, "SIGINT"), ["stop_signal"]);
        assert!(signal(r#"os: { name: "linux" },"#, "SIGINT").is_empty());
        assert!(signal(r#"os: { name: "windows" },"#, "SIGTERM").is_empty());
    }
}
