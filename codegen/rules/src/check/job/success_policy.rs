//! When a Job with indexes has succeeded, though not all of them have.

use super::failure_policy::too_many;
use super::{completions, indexes, is_indexed, spec};
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// The most rules of a policy (`maxSuccessPolicyRule`).
const MOST: usize = 20;

/// The most bytes of a rule's indexes (`maxJobSuccessPolicySucceededIndexesLimit`).
const MOST_BYTES: usize = 64 * 1024;

/// `validateSuccessPolicy`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(job) = spec(pod) else { return };
    let Some(policy) = job.get("successPolicy").filter(|_| is_indexed(&job) == Some(true)) else { return };
    let rules = policy.list("rules");
    if let Some(list) = policy.get("rules").filter(|list| !list.is_unknown()) {
        if rules.is_empty() {
            cx.report(&rules::REQUIRED, list.span(), list.path, "a success policy has a rule")
                .help("add one, or leave the policy out");
        } else {
            too_many(Some(&list), MOST, "rules", cx);
        }
    }
    let completions = completions(&job, pod.root);
    for rule in rules {
        one(&rule, completions, cx);
    }
}

fn one(rule: &At<'_>, completions: Option<i64>, cx: &mut Cx) {
    let (count, succeeded) = (rule.get("succeededCount"), rule.get("succeededIndexes"));
    if count.is_none() && succeeded.is_none() && !rule.is_unknown() {
        let list = cx.words(&["succeededCount", "succeededIndexes"]);
        cx.report(&rules::SUCCESS_POLICY, rule.span(), rule.path, "this rule says not what has to succeed")
            .help(format!("give one of {list}, or both"));
    }
    // What there is to succeed, in words.
    let mut most = completions.map(|most| (most, "the completions of the Job"));
    if let Some(at) = succeeded {
        most = of_indexes(&at, completions, cx).map(|most| (most, "the indexes of this rule"));
    }
    let Some(count) = count else { return };
    let Some(number) = count.integer() else { return };
    if number < 0 {
        cx.report(
            &rules::NUMBER_RANGE,
            count.span(),
            count.path,
            format!("`{number}` is no number of indexes"),
        );
    } else if let Some((most, what)) = most.filter(|(most, _)| number > *most) {
        let message = format!("`{number}` is more than {what}, {most}");
        cx.report(&rules::SUCCESS_POLICY, count.span(), count.path, message)
            .help(format!("it is at most {most}"));
    }
}

fn of_indexes(at: &At<'_>, completions: Option<i64>, cx: &mut Cx) -> Option<i64> {
    let text = at.text()?;
    if text.len() > MOST_BYTES {
        let message = format!("the indexes have at most {MOST_BYTES} characters");
        cx.report(&rules::TOO_LONG, at.span(), at.path, message);
    }
    match indexes::count(text, completions?) {
        Ok(count) => Some(count),
        Err(wrong) => {
            cx.report(&rules::SUCCESS_POLICY, at.span(), at.path, format!("`{text}` {wrong}"))
                .help("write indexes and ranges, the smallest first: `\"0,2-5\"`");
            None
        }
    }
}
