//! When a CronJob's Jobs begin.

use crate::check::cx::Cx;
use crate::check::nearest::nearest;
use crate::formats::{cron, time_zone};
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Root;

/// `validateScheduleFormat`, `validateTimeZone`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if pod.root != Root::CronJob {
        return;
    }
    let Some(spec) = pod.object.get("spec") else { return };
    if let Some(at) = spec.get("schedule") {
        schedule(&at, cx);
    }
    if let Some(at) = spec.get("timeZone") {
        zone(&at, cx);
    }
}

fn schedule(at: &At<'_>, cx: &mut Cx) {
    let Some(text) = at.text() else { return };
    if text.contains("TZ") {
        let field = cx.word("timeZone");
        let message = format!("the schedule `{text}` has a time zone in it");
        cx.report(&rules::SCHEDULE, at.span(), at.path, message).help(format!("say it in `{field}`"));
    } else if let Err(invalid) = cron::check(text) {
        cx.refuse(&rules::SCHEDULE, at.span(), at.path, "schedule", text, invalid)
            .help("write minute, hour, day, month and weekday, `\"0 3 * * *\"`, or `@daily` and the like");
    }
}

fn zone(at: &At<'_>, cx: &mut Cx) {
    let Some(text) = at.text() else { return };
    if time_zone::is_known(text) {
        return;
    }
    let help = match nearest(text, time_zone::all()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write one of IANA's names, such as `\"Europe/Berlin\"`, or `\"Etc/UTC\"`".to_owned(),
    };
    cx.report(&rules::TIME_ZONE, at.span(), at.path, format!("`{text}` is no time zone")).help(help);
}
