//! Jobs and CronJobs around a pod's template.

mod completions;
mod failure_policy;
mod indexes;
mod many;
mod names;
mod numbers;
mod restart;
mod schedule;
pub(super) mod selector;
mod success_policy;
#[cfg(test)]
mod tests;

use super::Check;
use crate::pod::{At, Pod};
use crate::schema::Root;

/// Every check of this room.
pub(super) static CHECKS: &[Check] = &[
    completions::check,
    failure_policy::check,
    many::check,
    names::check,
    numbers::check,
    restart::check,
    schedule::check,
    selector::check,
    success_policy::check,
];

/// The Job's spec, where there is a Job.
fn spec<'t>(pod: &Pod<'t>) -> Option<At<'t>> {
    let spec = pod.object.get("spec");
    match pod.root {
        Root::Job => spec,
        Root::CronJob => spec?.get("jobTemplate")?.get("spec"),
        _ => None,
    }
}

/// Whether the Job has an index for each completion; nothing where that is not known.
fn is_indexed(job: &At<'_>) -> Option<bool> {
    match job.get("completionMode") {
        Some(mode) => mode.text().map(|mode| mode == "Indexed"),
        None => Some(false),
    }
}

/// How many pods have to succeed; nothing where it is not known or not limited.
fn completions(job: &At<'_>, root: Root) -> Option<i64> {
    match job.get("completions") {
        Some(completions) => completions.integer(),
        None => is_single(job, root).then_some(1),
    }
}

/// Whether the Job has one pod, because nobody says how many (`SetDefaults_Job`, which no CronJob's template sees).
fn is_single(job: &At<'_>, root: Root) -> bool {
    root == Root::Job && job.get("completions").is_none() && job.get("parallelism").is_none()
}
