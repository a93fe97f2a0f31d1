//! Annotations that Kubernetes read once.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

/// An annotation, and the field that took its place (`deprecatedAnnotations`).
const FIELDS: [(&str, &str); 3] = [
    ("scheduler.alpha.kubernetes.io/critical-pod", "priorityClassName"),
    ("security.alpha.kubernetes.io/sysctls", "sysctls"),
    ("security.alpha.kubernetes.io/unsafe-sysctls", "sysctls"),
];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(annotations) = &pod.annotations else { return };
    for (annotation, field) in FIELDS {
        let Some(at) = annotations.get(annotation) else { continue };
        let path = pod.warned_annotation(annotation);
        let message = format!("Kubernetes no longer reads the annotation `{annotation}`");
        let help = format!("use the pod's `{}`", cx.word(field));
        cx.report(&rules::DEPRECATED_ANNOTATION, at.name_span, path, message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    #[test]
    fn an_annotation_that_nobody_reads_is_warned_of() {
        let template = |annotation: &str| warned(&format!(r#"{{ annotations: {{ "{annotation}": "" }} }}"#));
        assert_eq!(
            template("scheduler.alpha.kubernetes.io/critical-pod"),
            [
                r#"deprecated_annotation at "scheduler.alpha.kubernetes.io/critical-pod" in annotations[scheduler.alpha.kubernetes.io/critical-pod]"#
            ]
        );
        assert_eq!(template("example.com/critical-pod"), Vec::<String>::new());
    }
}
