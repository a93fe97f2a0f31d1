//! What a failed pod means for its Job.

use std::collections::{HashMap, HashSet};

use super::spec;
use crate::check::cx::Cx;
use crate::check::nearest::{listed, nearest};
use crate::formats::name;
use crate::pod::{At, Container, Pod};
use crate::rules;
use crate::schema::Root;
use crate::tree::Value;

/// The most rules of a policy, and the most conditions of a rule.
const MOST: usize = 20;

/// The most exit codes of a rule.
const MOST_CODES: usize = 255;

/// What a condition may be; an empty one is `True`.
const STATUSES: [&str; 3] = ["False", "True", "Unknown"];

/// `validatePodFailurePolicy`, `validatePodReplacementPolicy`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(job) = spec(pod) else { return };
    let Some(policy) = job.get("podFailurePolicy") else { return };
    if let Some(replacement) = job.get("podReplacementPolicy")
        && replacement.text().is_some_and(|text| text != "Failed")
    {
        let message =
            format!("with a `{}`, pods are replaced when they have failed", cx.word("podFailurePolicy"));
        cx.report(&rules::FAILURE_POLICY, replacement.span(), replacement.path, message)
            .help("write `\"Failed\"`, or leave it out");
    }
    too_many(policy.get("rules").as_ref(), MOST, "rules", cx);
    let names = pod.container_names();
    for rule in policy.list("rules") {
        action(&job, &rule, cx);
        if let Some(codes) = rule.get("onExitCodes") {
            exit_codes(&codes, pod, names.as_ref(), cx);
        }
        conditions(&rule, pod, cx);
        cause(&rule, cx);
    }
}

/// Says that a list is longer than it may be.
pub(super) fn too_many(list: Option<&At<'_>>, most: usize, what: &str, cx: &mut Cx) {
    let Some(list) = list else { return };
    let count = list.items().len();
    if count > most {
        let message = format!("there are {count} {what}, and at most {most} are allowed");
        cx.report(&rules::TOO_MANY, list.name_span, list.path, message);
    }
}

fn action(job: &At<'_>, rule: &At<'_>, cx: &mut Cx) {
    let Some(action) = rule.get("action") else { return };
    if action.text() == Some("FailIndex") && job.get("backoffLimitPerIndex").is_none() {
        let limit = cx.word("backoffLimitPerIndex");
        cx.report(
            &rules::FAILURE_POLICY,
            action.span(),
            action.path,
            format!("an index fails only with `{limit}`"),
        )
        .help(format!("add `{limit}: …` to the Job, or fail it whole: `\"FailJob\"`"));
    }
}

/// A rule is of exit codes or of conditions; that it is not of both is said by the schema.
fn cause(rule: &At<'_>, cx: &mut Cx) {
    let empty = |at: &At<'_>| matches!(&at.node.value, Value::List(items) if items.is_empty());
    if rule.is_unknown()
        || rule.get("onExitCodes").is_some()
        || rule.get("onPodConditions").is_some_and(|at| !empty(&at))
    {
        return;
    }
    let list = cx.words(&["onExitCodes", "onPodConditions"]);
    cx.report(&rules::FAILURE_POLICY, rule.span(), rule.path, "this rule says not which failures it is of")
        .help(format!("give one of {list}"));
}

fn conditions(rule: &At<'_>, pod: &Pod<'_>, cx: &mut Cx) {
    too_many(rule.get("onPodConditions").as_ref(), MOST, "conditions", cx);
    for pattern in rule.list("onPodConditions") {
        cx.form(&rules::INVALID_NAME, "condition", pattern.get("type").as_ref(), name::qualified);
        // Before 1.34 a CronJob's Jobs get no `True` for what is absent (`SetDefaults_Job`).
        if pod.root == Root::CronJob && !cx.has(34) && !pattern.is_unknown() && pattern.lacks("status") {
            cx.report(
                &rules::REQUIRED,
                pattern.span(),
                pattern.path_of("status"),
                "a condition says what it is",
            )
            .help("add `status: \"True\"`");
            continue;
        }
        let Some(status) = pattern.get("status") else { continue };
        let Some(text) = status.text().filter(|text| !text.is_empty() && !STATUSES.contains(text)) else {
            continue;
        };
        let list = listed(STATUSES);
        cx.report(
            &rules::NOT_SUPPORTED,
            status.span(),
            status.path,
            format!("`{text}` is not supported here"),
        )
        .help(format!("the values are {list}"));
    }
}

fn exit_codes(codes: &At<'_>, pod: &Pod<'_>, names: Option<&HashSet<&str>>, cx: &mut Cx) {
    if let (Some(at), Some(names)) = (codes.get("containerName"), names)
        && let Some(name) = at.text().filter(|name| !names.contains(name))
    {
        let help = match nearest(name, pod.containers.iter().filter_map(Container::name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a container of the template, or leave it out for all of them".to_owned(),
        };
        cx.report(&rules::FAILURE_POLICY, at.span(), at.path, format!("the pod has no container `{name}`"))
            .help(help);
    }
    let Some(values) = codes.get("values") else { return };
    let items = values.items();
    if matches!(&values.node.value, Value::List(items) if items.is_empty()) {
        cx.report(&rules::REQUIRED, values.span(), values.path, "there is no exit code in it")
            .help("add one: `[1]`");
    }
    too_many(Some(&values), MOST_CODES, "exit codes", cx);
    let is_in = codes.text_of("operator") == Some("In");
    let mut first = HashMap::new();
    let mut largest = i64::MIN;
    let mut ordered = true;
    for item in &items {
        let Some(code) = item.integer() else { return };
        if is_in && code == 0 {
            cx.report(
                &rules::FAILURE_POLICY,
                item.span(),
                item.path,
                "a container that exits with 0 has not failed",
            )
            .help("leave it out");
        }
        if let Some(first) = first.insert(code, item.span()) {
            cx.report(&rules::DUPLICATE_ITEM, item.span(), item.path, format!("`{code}` is there already"))
                .help("leave it out")
                .label(first, "first given here");
        } else if code < largest && std::mem::replace(&mut ordered, false) {
            cx.report(
                &rules::FAILURE_POLICY,
                item.span(),
                values.path,
                "exit codes stand in order, the smallest first",
            );
        }
        largest = largest.max(code);
    }
}
