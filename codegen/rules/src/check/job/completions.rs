//! How many pods a Job has, and what goes with an index for each.

use super::{completions, is_indexed, is_single, spec};
use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::{At, Pod};
use crate::rules;

/// The most pods at once of a Job with indexes, and the most indexes of it that may fail.
const MOST: i64 = 100_000;

/// The most of both where there are more than [`MOST`] completions, each with retries of its own.
const MOST_OF_MANY: i64 = 10_000;

/// The most bytes of a controller's name (`maxManagedByLength`).
const MANAGED_BY: usize = 63;

/// `validateJobSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(job) = spec(pod) else { return };
    managed_by(&job, cx);
    match is_indexed(&job) {
        Some(true) => indexed(pod, &job, cx),
        Some(false) => not_indexed(&job, cx),
        None => {}
    }
}

fn indexed(pod: &Pod<'_>, job: &At<'_>, cx: &mut Cx) {
    if let Some(failed) = job.get("maxFailedIndexes")
        && job.get("backoffLimitPerIndex").is_none()
    {
        let limit = cx.word("backoffLimitPerIndex");
        let message = format!("indexes fail one by one only with `{limit}`");
        cx.report(&rules::INDEXED_JOB, failed.name_span, job.path_of("backoffLimitPerIndex"), message)
            .help(format!("add `{limit}: …`"));
    }
    if job.get("completions").is_none() && !is_single(job, pod.root) {
        let (field, mode) = (cx.word("completions"), job.get("completionMode"));
        let at = mode.map_or(job.span(), |mode| mode.span());
        cx.report(
            &rules::INDEXED_JOB,
            at,
            job.path_of("completions"),
            "an indexed Job says how many indexes it has",
        )
        .help(format!("add `{field}: …`"));
    }
    let most = completions(job, pod.root);
    let many =
        most.is_some_and(|completions| completions > MOST) && job.get("backoffLimitPerIndex").is_some();
    let limit = if many { MOST_OF_MANY } else { MOST };
    at_most(job.get("parallelism"), limit, "pods at once", cx);
    if let (Some(failed), Some(most)) = (job.get("maxFailedIndexes"), most)
        && failed.integer().is_some_and(|number| number > most)
    {
        let message = format!("more indexes may fail than the {most} there are");
        cx.report(&rules::INDEXED_JOB, failed.span(), failed.path, message)
            .help(format!("it is at most {most}"));
    } else {
        at_most(job.get("maxFailedIndexes"), limit, "failed indexes", cx);
    }
    if many && job.get("maxFailedIndexes").is_none() {
        let field = cx.word("maxFailedIndexes");
        let message = format!("a Job with more than {MOST} indexes says how many of them may fail");
        cx.report(&rules::INDEXED_JOB, job.span(), job.path_of("maxFailedIndexes"), message)
            .help(format!("add `{field}: …`, at most {MOST_OF_MANY}"));
    }
}

fn at_most(value: Option<At<'_>>, most: i64, what: &str, cx: &mut Cx) {
    let Some(value) = value else { return };
    if value.integer().is_some_and(|number| number > most) {
        cx.report(
            &rules::INDEXED_JOB,
            value.span(),
            value.path,
            format!("an indexed Job has at most {most} {what}"),
        );
    }
}

fn not_indexed(job: &At<'_>, cx: &mut Cx) {
    let mode = cx.word("completionMode");
    for field in ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] {
        let Some(value) = job.get(field) else { continue };
        let message = format!("`{}` is of a Job with indexes", cx.word(field));
        cx.report(&rules::INDEXED_JOB, value.name_span, value.path, message)
            .help(format!("add `{mode}: \"Indexed\"`, or leave this out"));
    }
}

/// `IsDomainPrefixedPath`
fn managed_by(job: &At<'_>, cx: &mut Cx) {
    let Some(at) = job.get("managedBy") else { return };
    let Some(text) = at.text() else { return };
    let of_path = |letter: char| letter.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:%@".contains(letter);
    let right = text.split_once('/').is_some_and(|(domain, path)| {
        name::subdomain(domain).is_ok() && !path.is_empty() && path.chars().all(of_path)
    });
    if !right {
        let message = format!("`{text}` is no name of a controller");
        cx.report(&rules::INVALID_NAME, at.span(), at.path, message)
            .help("write a domain and a path: `kueue.x-k8s.io/multikueue`");
    } else if text.len() > MANAGED_BY {
        let message = format!("a controller's name has at most {MANAGED_BY} characters");
        cx.report(&rules::TOO_LONG, at.span(), at.path, message);
    }
}
