//! Numbers that have to be in a range.

use std::ops::RangeInclusive;

use super::cx::Cx;
use crate::pod::At;
use crate::rules;

/// The bits of a file's permissions.
pub(super) const PERMISSIONS: RangeInclusive<i64> = 0..=0o777;

/// Numbers of users and groups (`IsValidUserID`).
pub(super) const USERS: RangeInclusive<i64> = 0..=0x7fff_ffff;

/// Says that an integer is out of its range, where it is known.
pub(super) fn within(value: Option<&At<'_>>, range: &RangeInclusive<i64>, what: &str, cx: &mut Cx) {
    let Some((value, number)) = outside(value, range) else { return };
    let message = format!("`{number}` is no {what}");
    cx.report(&rules::NUMBER_RANGE, value.span(), &value.path, message).help(format!(
        "it is at least {} and at most {}",
        range.start(),
        range.end()
    ));
}

/// Says that a mode has more than the bits of its range, in the digits that modes are written in.
pub(super) fn mode(value: Option<&At<'_>>, range: &RangeInclusive<i64>, cx: &mut Cx) {
    let Some((value, number)) = outside(value, range) else { return };
    let most = range.end();
    let message = format!("`{number}` is no mode of a file: the most is {most}, which is {most:#o}");
    let report = cx.report(&rules::NUMBER_RANGE, value.span(), &value.path, message);
    // `644` for `0o644` is the mistake that is made.
    if let Ok(meant) = i64::from_str_radix(&number.to_string(), 8)
        && range.contains(&meant)
    {
        report.help(format!("did you mean {meant:#o}, which is `{meant}`?"));
    }
}

fn outside<'a, 't>(value: Option<&'a At<'t>>, range: &RangeInclusive<i64>) -> Option<(&'a At<'t>, i64)> {
    let value = value?;
    let number = value.integer()?;
    (!range.contains(&number)).then_some((value, number))
}
