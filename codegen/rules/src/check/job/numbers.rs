//! Numbers of Jobs and CronJobs: none is below zero.

use super::spec;
use crate::check::bounds;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::schema::Root;

/// Numbers of a Job's spec, in words (`validateJobSpec`).
const JOB: [(&str, &str); 7] = [
    ("activeDeadlineSeconds", "number of seconds"),
    ("backoffLimit", "number of retries"),
    ("backoffLimitPerIndex", "number of retries"),
    ("completions", "number of completions"),
    ("maxFailedIndexes", "number of indexes"),
    ("parallelism", "number of pods"),
    ("ttlSecondsAfterFinished", "number of seconds"),
];

/// Numbers of a CronJob's spec, in words (`validateCronJobSpec`).
const CRON_JOB: [(&str, &str); 3] = [
    ("failedJobsHistoryLimit", "number of Jobs"),
    ("startingDeadlineSeconds", "number of seconds"),
    ("successfulJobsHistoryLimit", "number of Jobs"),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let cron_job = pod.object.get("spec").filter(|_| pod.root == Root::CronJob);
    for (object, fields) in [(spec(pod), &JOB[..]), (cron_job, &CRON_JOB)] {
        let Some(object) = object else { continue };
        for (field, what) in fields {
            bounds::within(object.get(field).as_ref(), &(0..=i64::MAX), what, cx);
        }
    }
}
