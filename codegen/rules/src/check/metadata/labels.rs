//! Labels, annotations and node selectors: their keys and values.

use crate::check::cx::{Cx, Report};
use crate::formats::name;
use crate::path::Path;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::Key;

/// The most that all annotations of an object may have together, in bytes (`TotalAnnotationSizeLimitB`).
const ANNOTATIONS: usize = 256 * 1024;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if let Some(at) = &pod.labels {
        labels(&at.entries(), "label", cx);
    }
    if let Some(spec) = &pod.spec {
        labels(&spec.map("nodeSelector"), "node selector's label", cx);
    }
    if let Some(at) = &pod.annotations {
        annotations(at, cx);
    }
    // Those of what the pod's template is in.
    if let Some(metadata) = super::own(pod).filter(|_| !pod.is_pod()) {
        labels(&metadata.map("labels"), "label", cx);
        if let Some(at) = metadata.get("annotations") {
            annotations(&at, cx);
        }
    }
}

fn labels(labels: &[(&Key, At<'_>)], what: &str, cx: &mut Cx) {
    for (key, value) in labels {
        label(key, value, what, cx);
    }
}

/// `ValidateLabels`: a label's name and its value.
pub(in crate::check) fn label(key: &Key, value: &At<'_>, what: &str, cx: &mut Cx) {
    if let Err(invalid) = name::qualified(&key.name) {
        let what = format!("{what} name");
        cx.refuse(&rules::INVALID_LABEL, key.span, value.path, &what, &key.name, invalid);
    }
    cx.form(&rules::INVALID_LABEL, &format!("{what} value"), Some(value), name::label_value);
}

fn annotations(at: &At<'_>, cx: &mut Cx) {
    for (key, value) in at.entries() {
        annotation_name(key, value.path, cx);
    }
    if let Some(report) = too_large(at, cx) {
        report.help("put large values in a ConfigMap and mount it");
    }
}

/// Says that an annotation's name has not its form, and whether it has.
pub(in crate::check) fn annotation_name(key: &Key, path: Path<'_>, cx: &mut Cx) -> bool {
    let form = name::qualified(&key.name.to_lowercase());
    if let Err(invalid) = form {
        cx.refuse(&rules::INVALID_ANNOTATION, key.span, path, "annotation name", &key.name, invalid);
    }
    form.is_ok()
}

/// Says that annotations have more bytes together than an object may have.
pub(in crate::check) fn too_large<'c>(annotations: &At<'_>, cx: &'c mut Cx) -> Option<Report<'c>> {
    let entries = annotations.entries();
    let size: usize =
        entries.iter().map(|(key, value)| key.name.len() + value.text().map_or(0, str::len)).sum();
    (size > ANNOTATIONS).then(|| {
        let message =
            format!("the annotations have {size} bytes together, and at most {ANNOTATIONS} are allowed");
        cx.report(&rules::INVALID_ANNOTATION, annotations.name_span, annotations.path, message)
    })
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{refused, wrong};
    use crate::schema::Root;

    #[test]
    fn a_label_has_a_qualified_name_and_a_plain_value() {
        assert_eq!(
            wrong(r#"{ labels: { "team": "ml platform", "a b": "c", "example.com/x": "", "h": ? } }"#),
            [r#"invalid_label at "ml platform" in labels[team]"#, r#"invalid_label at "a b" in labels[a b]"#]
        );
        let selector = r#"{ pod_spec: { containers: [{ name: "primary" }], node_selector: { "/a": "b" } } }"#;
        assert_eq!(wrong(selector), [r#"invalid_label at "/a" in spec.nodeSelector[/a]"#]);
    }

    #[test]
    fn a_job_has_labels_of_its_own() {
        let job = r#"{ metadata: { labels: { "a": "b c" } }, spec: { template: { metadata: { labels: { "a b": "" } },
            spec: { restartPolicy: "Never", containers: [{ name: "a", image: "a" }] } } } }"#;
        assert_eq!(
            refused(job, Root::Job),
            [
                r#"invalid_label at "b c" in metadata.labels[a]"#,
                r#"invalid_label at "a b" in spec.template.labels[a b]"#,
            ]
        );
    }

    #[test]
    fn an_annotation_has_a_qualified_name_in_any_case_and_any_value() {
        assert_eq!(
            wrong(r#"{ annotations: { "Example.COM/a": "any thing", "a/b/c": "" } }"#),
            [r#"invalid_annotation at "a/b/c" in annotations[a/b/c]"#]
        );
    }

    #[test]
    fn annotations_fit_256_kib() {
        let template = format!(r#"{{ annotations: {{ "a": "{}" }} }}"#, "x".repeat(256 * 1024));
        assert_eq!(wrong(&template), ["invalid_annotation at annotations in annotations"]);
    }
}
