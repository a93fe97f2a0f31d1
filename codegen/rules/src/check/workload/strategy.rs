//! How a workload's pods are replaced (`ValidateDeploymentStrategy`, `ValidateRollingUpdateDaemonSet`, `ValidateStatefulSetSpec`).

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Root;
use crate::tree::Value;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let (field, only) = match pod.root {
        Root::Deployment => ("strategy", true),
        Root::StatefulSet => ("updateStrategy", true),
        Root::DaemonSet => ("updateStrategy", false),
        _ => return,
    };
    let Some(strategy) = pod.object.get("spec").and_then(|spec| spec.get(field)) else { return };
    let Some(rolling) = strategy.get("rollingUpdate") else { return };
    if let Some(other) = strategy.text_of("type").filter(|text| *text != "RollingUpdate") {
        if only {
            let message = format!("`{other}` has no `{}`", cx.word("rollingUpdate"));
            cx.report(&rules::FORBIDDEN, rolling.name_span, rolling.path, message)
                .help("leave it out, or write `type: RollingUpdate`");
        }
        return;
    }
    let [surge, unavailable] = ["maxSurge", "maxUnavailable"].map(|name| rolling.get(name));
    let of_daemons = pod.root == Root::DaemonSet;
    for (at, is_bounded) in [(&surge, of_daemons), (&unavailable, true)] {
        if let Some(at) = at {
            amount(at, is_bounded, cx);
        }
    }
    below_zero(rolling.get("partition"), cx);
    let is_none = |at: &Option<At<'_>>, absent| at.as_ref().map_or(absent, is_zero);
    let stands_still = match pod.root {
        Root::Deployment => is_none(&surge, false) && is_none(&unavailable, false),
        Root::DaemonSet => is_none(&surge, true) && is_none(&unavailable, false),
        _ => is_none(&unavailable, false),
    };
    if let Some(at) = unavailable.filter(|_| stands_still) {
        cx.report(&rules::NUMBER_RANGE, at.span(), at.path, "no pod could ever be replaced")
            .help("let at least one be unavailable, or surge");
    }
}

/// A number of pods, or a part of them in per cent.
fn amount(at: &At<'_>, is_bounded: bool, cx: &mut Cx) {
    below_zero(Some(*at), cx);
    let Some(text) = at.text() else { return };
    let percent = text
        .strip_suffix('%')
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    match percent {
        None => {
            let message = format!("`{text}` is neither a number nor per cent");
            cx.report(&rules::NUMBER_RANGE, at.span(), at.path, message)
                .help("write `25%`, or a number of pods");
        }
        Some(digits) if is_bounded && digits.parse::<u32>().is_ok_and(|percent| percent > 100) => {
            let message = format!("`{text}` is more than there is");
            cx.report(&rules::NUMBER_RANGE, at.span(), at.path, message).help("it is at most `100%`");
        }
        Some(_) => {}
    }
}

pub(super) fn below_zero(at: Option<At<'_>>, cx: &mut Cx) {
    let Some(at) = at else { return };
    if let Some(number) = at.integer().filter(|number| *number < 0) {
        cx.report(&rules::NUMBER_RANGE, at.span(), at.path, format!("`{number}` is below zero"));
    }
}

fn is_zero(at: &At<'_>) -> bool {
    match &at.node.value {
        Value::Integer(number) => *number == 0,
        Value::String(text) => text == "0%",
        _ => false,
    }
}
