//! A Job's pods end: none of them restarts for ever.

use super::spec;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// `validateJobSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let (Some(job), Some(spec)) = (spec(pod), &pod.spec) else { return };
    if spec.is_unknown() {
        return;
    }
    let policy = spec.get("restartPolicy");
    let field = cx.word("restartPolicy");
    match policy.as_ref().map(|policy| (policy, policy.text())) {
        None | Some((_, Some(""))) => {
            let at = policy.map_or(spec.span(), |policy| policy.span());
            let message = "a Job's pods end, and pods restart always where nobody says otherwise";
            cx.report(&rules::JOB_RESTART_POLICY, at, spec.path_of("restartPolicy"), message)
                .help(format!("add `{field}: \"Never\"`, or `\"OnFailure\"`"));
        }
        Some((policy, Some("Always"))) => {
            cx.report(
                &rules::JOB_RESTART_POLICY,
                policy.span(),
                policy.path,
                "a Job's pods do not restart always",
            )
            .help("write `\"Never\"`, or `\"OnFailure\"`");
        }
        Some((policy, Some("OnFailure"))) if job.get("podFailurePolicy").is_some() => {
            let message =
                format!("what restarts its containers itself has no `{}`", cx.word("podFailurePolicy"));
            cx.report(&rules::JOB_RESTART_POLICY, policy.span(), policy.path, message)
                .help("write `\"Never\"`");
        }
        _ => {}
    }
}
