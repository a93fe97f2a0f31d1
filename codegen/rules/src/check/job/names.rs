//! The names of Jobs and CronJobs, which their pods and Jobs carry on.

use super::{completions, is_indexed, spec};
use crate::check::cx::Cx;
use crate::check::metadata::names::given;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Root;

/// The most characters of a CronJob's name: its Jobs' have 11 more.
const CRON_JOB: usize = 52;

/// The most characters of a label's value.
const LABEL: usize = 63;

/// `validateNameAllowsCompletions`, `ValidateCronJobCreate`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some((at, name)) = pod.object.get("metadata").and_then(|metadata| given(&metadata)) else { return };
    match pod.root {
        Root::Job => {
            let said = cx.said();
            host_names(pod, &at, &name, cx);
            if cx.said() == said {
                label_of_pods(pod, &at, &name, cx);
            }
        }
        Root::CronJob if name.len() > CRON_JOB => {
            let message =
                format!("a CronJob's name has at most {CRON_JOB} characters: its Jobs' names have 11 more");
            cx.report(&rules::TOO_LONG, at.span(), at.path, message);
        }
        _ => {}
    }
}

/// Where the Job chooses its pods itself, they have its name as a label (`generateSelector`).
fn label_of_pods(pod: &Pod<'_>, at: &At<'_>, name: &str, cx: &mut Cx) {
    let manual = spec(pod).and_then(|job| job.get("manualSelector"));
    if name.len() <= LABEL || name::subdomain(name).is_err() || manual.is_some_and(|manual| !manual.is(false))
    {
        return;
    }
    let message = format!("a Job's name has at most {LABEL} characters: its pods have it as a label");
    cx.report(&rules::TOO_LONG, at.span(), "spec.template.labels", message);
}

/// Each index is a part of its pod's host name.
fn host_names(pod: &Pod<'_>, at: &At<'_>, name: &str, cx: &mut Cx) {
    let Some(job) = spec(pod).filter(|job| is_indexed(job) == Some(true)) else { return };
    let Some(last) = completions(&job, pod.root).filter(|completions| *completions > 0) else { return };
    let host = format!("{name}-{}", last - 1);
    if name::subdomain(name).is_ok()
        && let Err(invalid) = name::label(&host)
    {
        cx.refuse(
            &rules::INVALID_NAME,
            at.span(),
            at.path,
            "host name of the last index's pod",
            &host,
            invalid,
        )
        .help("give the Job a name without dots, at most as long as leaves room for the index");
    }
}
