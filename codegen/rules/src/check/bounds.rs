//! Numbers that have to be in a range.

use std::ops::RangeInclusive;

use super::cx::Cx;
use crate::Spelling;
use crate::pod::At;
use crate::rules;

/// The bits of a file's permissions.
pub(super) const PERMISSIONS: RangeInclusive<i64> = 0..=0o777;

/// Numbers of users and groups (`IsValidUserID`).
pub(super) const USERS: RangeInclusive<i64> = 0..=0x7fff_ffff;

/// Says that an integer is out of its range, where it is known.
pub(super) fn within(value: Option<&At<'_>>, range: &RangeInclusive<i64>, what: &str, cx: &mut Cx) {
    let Some((value, number)) = outside(value, range) else { return };
    let help = match (*range.start(), *range.end()) {
        // What no field of 32 bits is above goes without saying.
        (least, most) if number < least && most == i64::from(i32::MAX) => format!("it is at least {least}"),
        (least, most) => format!("it is at least {least} and at most {most}"),
    };
    let message = format!("the {what} `{number}` is out of range");
    cx.report(&rules::NUMBER_RANGE, value.span(), value.path, message).help(help);
}

/// Says that a mode has more than the bits of its range, in the digits that modes are written in.
pub(super) fn mode(value: Option<&At<'_>>, range: &RangeInclusive<i64>, cx: &mut Cx) {
    let Some((value, number)) = outside(value, range) else { return };
    let octal = |mode: i64| match cx.options.spelling {
        Spelling::Snake => format!("{mode:#o}"),
        Spelling::Kubernetes => format!("0{mode:o}"),
    };
    let help = match meant(number).filter(|meant| range.contains(meant)) {
        Some(meant) => format!("did you mean `{}`, which is {meant}?", octal(meant)),
        None => format!("it is at most `{}`, which is {}", octal(*range.end()), range.end()),
    };
    let message = format!("the mode `{number}` is out of range");
    cx.report(&rules::NUMBER_RANGE, value.span(), value.path, message).help(help);
}

/// `644` where `0o644` is meant: the mistake that is made, known by digits that modes have.
fn meant(number: i64) -> Option<i64> {
    let digits = number.to_string();
    let is_usual = digits.bytes().all(|digit| b"04567".contains(&digit));
    if is_usual { i64::from_str_radix(&digits, 8).ok() } else { None }
}

fn outside<'a, 't>(value: Option<&'a At<'t>>, range: &RangeInclusive<i64>) -> Option<(&'a At<'t>, i64)> {
    let value = value?;
    let number = value.integer()?;
    (!range.contains(&number)).then_some((value, number))
}
