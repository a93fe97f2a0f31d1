//! What a claim's volume is filled from.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::At;
use crate::rules;

/// `validateDataSource`, `validateDataSourceRef`, and that the two say the same
pub(super) fn check(spec: &At<'_>, cx: &mut Cx) {
    let sources = ["dataSource", "dataSourceRef"].map(|field| spec.get(field));
    for source in sources.iter().flatten() {
        of_kind(source, cx);
    }
    let [Some(source), Some(reference)] = sources else { return };
    if [&source, &reference].iter().any(|at| has_unknown(at)) {
        return;
    }
    let (word, other) = (cx.word("dataSource"), cx.word("dataSourceRef"));
    let message = if reference.text_of("namespace").is_some() {
        format!("`{word}` has no namespace, and stands beside a `{other}` that has one")
    } else if ["apiGroup", "kind", "name"]
        .iter()
        .any(|field| given(&source, field) != given(&reference, field))
    {
        format!("`{word}` and `{other}` name different objects")
    } else {
        return;
    };
    cx.report(&rules::DATA_SOURCE, source.name_span, spec.path, message)
        .help(format!("keep `{other}` alone"));
}

fn given<'t>(source: &At<'t>, field: &str) -> Option<&'t str> {
    source.get(field)?.text()
}

fn has_unknown(source: &At<'_>) -> bool {
    source.is_unknown()
        || ["apiGroup", "kind", "name", "namespace"]
            .iter()
            .any(|field| source.get(field).is_some_and(|at| at.is_unknown()))
}

/// Without a group the one kind is another claim.
fn of_kind(source: &At<'_>, cx: &mut Cx) {
    let group = source.get("apiGroup");
    if source.lacks("apiGroup")
        && let Some(kind) = source.get("kind")
        && kind.text().is_some_and(|kind| kind != "PersistentVolumeClaim")
    {
        let word = cx.word("apiGroup");
        cx.report(
            &rules::DATA_SOURCE,
            kind.span(),
            source.path,
            format!("without `{word}` a source is a `PersistentVolumeClaim`"),
        )
        .help(format!("add the kind's group: `{word}: \"snapshot.storage.k8s.io\"`"));
    }
    cx.form(&rules::INVALID_NAME, "API group", group.as_ref(), name::subdomain);
    cx.form(&rules::INVALID_NAME, "namespace", source.get("namespace").as_ref(), name::label);
}
