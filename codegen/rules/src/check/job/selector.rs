//! How a Job finds its pods: by labels that it gives them itself, unless it is told to leave that.

use super::spec;
use crate::check::cx::Cx;
use crate::check::scheduling::selectors;
use crate::pod::{At, Pod};
use crate::rules;
use crate::schema::Root;

/// Labels that a Job gives its pods (`generateSelector`): whether each is its name; else it is what nobody knows before.
const OWN: [(&str, bool); 4] = [
    ("batch.kubernetes.io/controller-uid", false),
    ("batch.kubernetes.io/job-name", true),
    ("controller-uid", false),
    ("job-name", true),
];

/// `ValidateJobTemplateSpec`, `validateGeneratedSelector`, `ValidateJobSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(job) = spec(pod) else { return };
    let selector = job.get("selector");
    let manual = job.get("manualSelector");
    if manual.as_ref().is_some_and(At::is_unknown) || selector.as_ref().is_some_and(At::is_unknown) {
        return;
    }
    let said = cx.said();
    if pod.root == Root::Job {
        selectors::labels(selector.as_ref(), cx);
    }
    if cx.said() > said {
        return;
    }
    let is_manual = manual.as_ref().is_some_and(|manual| manual.is(true));
    match (pod.root, is_manual) {
        (Root::CronJob, _) => generated_only(selector, manual.filter(|_| is_manual), cx),
        (_, true) => own_choice(pod, &job, selector, cx),
        (_, false) => generated(pod, selector, cx),
    }
}

/// A CronJob's Jobs have their selectors made for each of them.
fn generated_only<'t>(selector: Option<At<'t>>, manual: Option<At<'t>>, cx: &mut Cx) {
    for at in selector.into_iter().chain(manual) {
        cx.report(
            &rules::JOB_SELECTOR,
            at.name_span,
            at.path,
            "a CronJob's Jobs choose their pods themselves",
        )
        .help("leave it out");
    }
}

fn own_choice(pod: &Pod<'_>, job: &At<'_>, selector: Option<At<'_>>, cx: &mut Cx) {
    let Some(selector) = selector else {
        let (field, manual) = (cx.word("selector"), cx.word("manualSelector"));
        let at = job.get("manualSelector").map_or(job.span(), |manual| manual.name_span);
        cx.report(
            &rules::REQUIRED,
            at,
            job.path_of("selector"),
            "a Job that does not choose its pods itself says how",
        )
        .help(format!("add `{field}: {{ … }}`, or leave `{manual}` out"));
        return;
    };
    let Some(label) = pod_labels(pod) else { return };
    if !matches(&selector, &|key| Some(label.iter().find(|(name, _)| name == key)?.1.clone())) {
        let path = format!("{}.metadata.labels", job.path_of("template"));
        cx.report(
            &rules::JOB_SELECTOR,
            selector.name_span,
            path,
            "the selector does not find the Job's own pods",
        )
        .help("give the template the labels that are selected");
    }
}

/// The Job's own labels are what it selects, and no others.
fn generated(pod: &Pod<'_>, selector: Option<At<'_>>, cx: &mut Cx) {
    let name = pod.object.get("metadata").and_then(|metadata| metadata.text_of("name"));
    if let Some(labels) = &pod.labels {
        for (key, value) in labels.entries() {
            let Some((_, is_name)) = OWN.iter().find(|(own, _)| *own == key.name) else { continue };
            if value.is_unknown() || *is_name && value.text() == name {
                continue;
            }
            let path = value.path.to_string().replacen(".labels[", ".metadata.labels[", 1);
            cx.report(
                &rules::JOB_SELECTOR,
                key.span,
                path,
                format!("a Job writes the label `{}` itself", key.name),
            )
            .help("leave it out");
        }
    }
    let Some(selector) = selector else { return };
    let own = |key: &str| {
        let (_, is_name) = OWN.iter().find(|(own, _)| *own == key)?;
        Some(if *is_name { name.unwrap_or_default().to_owned() } else { String::new() })
    };
    if !matches(&selector, &own) {
        let manual = cx.word("manualSelector");
        let message = "a Job chooses its pods by labels of its own";
        cx.report(&rules::JOB_SELECTOR, selector.name_span, selector.path, message)
            .help(format!("leave it out, or say that you choose them: `{manual}: true`"));
    }
}

/// The labels of the pods, where all are known.
pub(in crate::check) fn pod_labels(pod: &Pod<'_>) -> Option<Vec<(String, String)>> {
    let Some(labels) = &pod.labels else { return Some(Vec::new()) };
    if labels.is_unknown() {
        return None;
    }
    let label =
        |(key, value): (&crate::tree::Key, At<'_>)| Some((key.name.clone(), value.text()?.to_owned()));
    labels.entries().into_iter().map(label).collect()
}

/// Whether a selector that is well formed finds what has these labels (`LabelSelectorAsSelector`).
pub(in crate::check) fn matches(selector: &At<'_>, label: &dyn Fn(&str) -> Option<String>) -> bool {
    let equal = selector.map("matchLabels").iter().all(|(key, value)| {
        value.is_unknown() || label(&key.name).is_some_and(|label| value.text() == Some(&label))
    });
    equal
        && selector.list("matchExpressions").iter().all(|requirement| {
            let (Some(key), Some(operator)) = (requirement.text_of("key"), requirement.text_of("operator"))
            else {
                return true;
            };
            let value = label(key);
            let values = requirement.list("values");
            let is_among =
                value.as_ref().is_some_and(|value| values.iter().any(|at| at.text() == Some(value)));
            match operator {
                "In" => is_among || values.is_empty(),
                "NotIn" => !is_among,
                "Exists" => value.is_some() || !values.is_empty(),
                "DoesNotExist" => value.is_none() || !values.is_empty(),
                _ => true,
            }
        })
}
