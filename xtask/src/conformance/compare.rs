//! A case's verdict by the API server beside the checker's.

use std::thread;

use anyhow::{Context, Result, ensure};
use podwright_rules::schema::Minor;
use podwright_rules::tree::Node;
use podwright_rules::yaml::{self, Chunk, Document};
use podwright_rules::{Diagnostic, Level, Options, check};

use super::case::Case;
use super::oracle::{Refusal, Verdict};
use super::warnings::{OneSided, one_sided};

/// What came of one case.
pub(super) struct Compared {
    /// What the checker refuses it for.
    pub(super) ours: Vec<Diagnostic>,
    /// How the two differ, where they do.
    pub(super) difference: Option<Difference>,
}

/// How the checker and the API server differ.
#[derive(Debug)]
pub(super) enum Difference {
    /// The checker lets through what the server refuses.
    LetThrough,
    /// The checker refuses what the server accepts.
    Refused,
    /// Both refuse, at other places.
    Elsewhere,
    /// Both accept, and only one of them warns of something.
    Warning(OneSided),
}

/// Checks all cases, on all processors.
pub(super) fn all(cases: &[Case], verdicts: &[Verdict], minor: Minor) -> Result<Vec<Compared>> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = cases.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let parts = cases.chunks(share).zip(verdicts.chunks(share));
        let workers: Vec<_> = parts
            .map(|(cases, verdicts)| {
                scope.spawn(move || -> Result<Vec<Compared>> {
                    cases.iter().zip(verdicts).map(|(case, verdict)| one(case, verdict, minor)).collect()
                })
            })
            .collect();
        let mut all = Vec::with_capacity(cases.len());
        for worker in workers {
            all.extend(worker.join().expect("the checker does not panic")?);
        }
        Ok(all)
    })
}

/// Checks one case.
pub(super) fn one(case: &Case, verdict: &Verdict, minor: Minor) -> Result<Compared> {
    let document = read(&case.document)?;
    let options = Options { kubernetes: minor, server_only: true, ..Options::of(case.root) };
    let found = check(&document, &options).diagnostics;
    let (ours, warnings): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|diagnostic| diagnostic.level == Level::Error);
    let difference = match (ours.is_empty(), verdict.ok) {
        (true, true) => one_sided(case, &warnings, &verdict.warnings, minor).map(Difference::Warning),
        (true, false) => Some(Difference::LetThrough),
        (false, true) => Some(Difference::Refused),
        (false, false) if agree(&ours, &verdict.errors, drops_mounts(case, minor)) => None,
        (false, false) => Some(Difference::Elsewhere),
    };
    Ok(Compared { ours, difference })
}

/// Reads a document as `podwright-check` reads a file.
fn read(json: &str) -> Result<Node> {
    let mut documents: Vec<Document> = yaml::chunks(json).iter().flat_map(Chunk::read).collect();
    let document = documents.pop().filter(|_| documents.is_empty());
    let document = document.with_context(|| format!("a case is one document, and this is not: {json}"))?;
    ensure!(document.diagnostics.is_empty(), "{:?} in the case {json}", document.diagnostics);
    Ok(document.tree)
}

/// Whether one of our places is one of the server's. Of what it cannot decode, the server names the place of a field only.
fn agree(ours: &[Diagnostic], theirs: &[Refusal], drops_mounts: bool) -> bool {
    let named: Vec<&Refusal> = theirs.iter().filter(|refusal| is_place(refusal)).collect();
    let is_one = |ours: &Diagnostic, theirs: &str| {
        is_place_of(ours, theirs) || drops_mounts && is_after_a_dropped_mount(ours, theirs)
    };
    named.is_empty()
        || ours.iter().any(|ours| named.iter().any(|theirs| is_one(ours, &theirs.field)))
        || ours.iter().any(|ours| theirs.iter().any(|theirs| is_same_doubled(ours, theirs)))
}

/// Whether both say that the same field is given twice. The server then reads both of its values, and the checker the last.
fn is_same_doubled(ours: &Diagnostic, theirs: &Refusal) -> bool {
    ours.rule == "duplicate_field"
        && theirs.kind == "Decode"
        && theirs.detail.starts_with("duplicate field")
        && ours.path == theirs.field
}

/// Whether a server drops mounts of the case before it counts them: those of volumes of images, which clusters have since 1.35
/// (`dropImageVolumes`).
fn drops_mounts(case: &Case, minor: Minor) -> bool {
    minor < Minor(35) && case.document.contains(r#""image":{"#)
}

/// What a mount lacks the checker says at its number in the document, which is larger than that to the server.
fn is_after_a_dropped_mount(ours: &Diagnostic, theirs: &str) -> bool {
    const LIST: &str = ".volumeMounts";
    let number = |path: &str| -> Option<usize> {
        path.split_once(&format!("{LIST}["))?.1.split_once(']')?.0.parse().ok()
    };
    ours.rule == "required"
        && number(&ours.path) > number(theirs)
        && number(theirs).is_some()
        && without_number(&ours.path, LIST) == without_number(theirs, LIST)
}

/// Whether our place is the server's, by its ways of naming places.
fn is_place_of(ours: &Diagnostic, theirs: &str) -> bool {
    if is_within(&ours.path, theirs) {
        return true;
    }
    // Of fields that exclude each other the server has one order, and the checker the source's.
    let excluded = ours.rule == "one_of" && parent(&ours.path) == parent(theirs);
    // ValidateVolumeMounts leaves the index out of some places, and before 1.36 validateOwnerReference of all.
    let unnumbered = [".volumeMounts", ".ownerReferences"].iter().any(|list| {
        theirs.contains(&format!("{list}.")) && is_within(&without_number(&ours.path, list), theirs)
    });
    excluded || unnumbered
}

fn parent(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// A path without the index in a list.
fn without_number(path: &str, list: &str) -> String {
    match path.split_once(&format!("{list}[")) {
        Some((before, after)) => {
            let rest = after.split_once(']').map_or("", |(_, rest)| rest);
            format!("{before}{list}{rest}")
        }
        None => path.to_owned(),
    }
}

fn is_place(refusal: &Refusal) -> bool {
    // `validatePodResourceClaim` names no place at all for a static pod's claims.
    refusal.field != "[]"
        && refusal.kind != "Panic"
        && (refusal.kind != "Decode" || refusal.detail.contains("unknown field"))
}

/// Whether a path is another, or leads to something in it: where the server names an object, the checker names its field.
pub(super) fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use podwright_rules::Root;
    use podwright_rules::schema::{Minor, NEWEST};

    use super::super::case::Case;
    use super::super::oracle::Verdict;
    use super::{Difference, one};

    /// How the checker differs on a pod with an image or without from a verdict.
    fn differs(image: &str, verdict: &str) -> Option<Difference> {
        let document = format!(r#"{{"spec":{{"containers":[{{"name":"a"{image}}}]}}}}"#);
        let case = Case { root: Root::Pod, document, from: String::new() };
        let verdict: Verdict = serde_json::from_str(verdict).unwrap();
        one(&case, &verdict, NEWEST).unwrap().difference
    }

    fn refused_at(field: &str) -> String {
        format!(r#"{{"ok":false,"errors":[{{"type":"Required","field":"{field}","detail":"x"}}]}}"#)
    }

    #[test]
    fn what_only_one_refuses_is_a_difference() {
        let image = r#","image":"a""#;
        assert!(differs(image, r#"{"ok":true}"#).is_none());
        assert!(matches!(differs(image, &refused_at("spec")), Some(Difference::LetThrough)));
        assert!(matches!(differs("", r#"{"ok":true}"#), Some(Difference::Refused)));
    }

    #[test]
    fn what_both_refuse_is_refused_at_one_place() {
        assert!(differs("", &refused_at("spec.containers[0].image")).is_none());
        assert!(differs("", &refused_at("spec.containers[0]")).is_none(), "the checker is more exact");
        assert!(matches!(differs("", &refused_at("spec.containers[1].image")), Some(Difference::Elsewhere)));
    }

    #[test]
    fn what_both_find_doubled_is_one_place_whatever_is_in_its_values() {
        let twice = r#""spec":{"containers":[{"name":"a","image":"b"}]}"#;
        let document = format!("{{{twice},{twice}}}");
        let case = Case { root: Root::Pod, document, from: String::new() };
        let differs = |doubled: &str| {
            let unknown = r#"{"type":"Decode","field":"spec.x","detail":"unknown field \"spec.x\""}"#;
            let doubled = format!(
                r#"{{"type":"Decode","field":"{doubled}","detail":"duplicate field \"{doubled}\""}}"#
            );
            let verdict = format!(r#"{{"ok":false,"errors":[{doubled},{unknown}]}}"#);
            one(&case, &serde_json::from_str(&verdict).unwrap(), NEWEST).unwrap().difference.is_some()
        };
        assert!(!differs("spec") && differs("metadata"));
    }

    #[test]
    fn before_1_35_mounts_of_image_volumes_are_not_counted() {
        let mounts = r#"[{"name":"v","mountPath":"/v"},{"mountPath":"/w"}]"#;
        let document = format!(
            r#"{{"spec":{{"containers":[{{"name":"a","image":"b","volumeMounts":{mounts}}}],"volumes":[{{"name":"v","image":{{"reference":"r"}}}}]}}}}"#
        );
        let case = Case { root: Root::Pod, document, from: String::new() };
        let verdict: Verdict =
            serde_json::from_str(&refused_at("spec.containers[0].volumeMounts[0].name")).unwrap();
        let differs = |minor| one(&case, &verdict, Minor(minor)).unwrap().difference.is_some();
        assert!(!differs(34) && differs(35));
    }

    #[test]
    fn of_what_cannot_be_decoded_the_place_of_a_field_counts() {
        let decoding = |detail: &str, field: &str| {
            format!(r#"{{"ok":false,"errors":[{{"type":"Decode","field":"{field}","detail":"{detail}"}}]}}"#)
        };
        assert!(differs("", &decoding("json: cannot unmarshal", "x")).is_none());
        assert!(differs("", &decoding("unknown field", "spec.x")).is_some());
    }
}
