//! A case: a document with a pod, in one of the forms in which a cluster gets it.

use anyhow::{Context, Result};
use podwright_rules::Root;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A document to be judged.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) root: Root,
    /// JSON, perhaps with a key twice.
    pub(crate) document: String,
    /// What it was made of.
    pub(super) from: String,
}

/// A line of what `mutate` writes.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    pod: Option<&'a RawValue>,
    #[serde(borrow)]
    template: Option<&'a RawValue>,
    #[serde(borrow)]
    job: Option<&'a RawValue>,
    #[serde(borrow)]
    cronjob: Option<&'a RawValue>,
    #[serde(default)]
    from: String,
}

impl Case {
    /// Reads a line of cases: a document as `pod`, `template`, `job` or `cronjob`, and where it is `from`.
    pub(super) fn read(line: &str) -> Result<Self> {
        let Line { pod, template, job, cronjob, from } =
            serde_json::from_str(line).with_context(|| format!("reading the case {line}"))?;
        let forms =
            [(Root::Pod, pod), (Root::PodTemplateSpec, template), (Root::Job, job), (Root::CronJob, cronjob)];
        let given = forms.into_iter().find_map(|(root, document)| Some((root, document?)));
        let (root, document) = given.with_context(|| format!("a case of no known form: {line}"))?;
        Ok(Self { root, document: document.get().to_owned(), from })
    }

    /// The way to the pod in a document of this form, as the API server writes it: `spec.template.`.
    pub(super) fn pod_in(root: Root) -> &'static str {
        match root {
            Root::Job => "spec.template.",
            Root::CronJob => "spec.jobTemplate.spec.template.",
            _ => "",
        }
    }

    /// The same case as a line of the oracle's input.
    pub(super) fn line(&self) -> String {
        let form = match self.root {
            Root::Pod => "pod",
            Root::PodTemplateSpec | Root::Template | Root::PodTemplate => "template",
            Root::Job => "job",
            Root::CronJob => "cronjob",
            Root::Deployment | Root::ReplicaSet | Root::StatefulSet | Root::DaemonSet => {
                unreachable!("the oracle judges no workloads, and no case is one")
            }
        };
        format!("{{\"{form}\":{}}}", self.document)
    }

    /// The case as it was made.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "it is one of three forms, of which the others are of pods only"
    )]
    pub(super) fn as_made(&self) -> Option<Self> {
        Some(self.clone())
    }

    /// A pod as the template of a `PodTemplate`.
    pub(super) fn as_template(&self) -> Option<Self> {
        (self.root == Root::Pod).then(|| Self { root: Root::PodTemplateSpec, ..self.clone() })
    }

    /// A pod as the template of a Job, whose pods may not restart always, which is what pods do where nobody says otherwise.
    pub(super) fn as_job(&self) -> Option<Self> {
        if self.root != Root::Pod {
            return None;
        }
        let pod = if self.document.contains("\"restartPolicy\":") {
            self.document.clone()
        } else {
            let never = self.document.replacen("\"spec\":{", "\"spec\":{\"restartPolicy\":\"Never\",", 1);
            never.replace("\"Never\",}", "\"Never\"}")
        };
        let document =
            format!("{{\"metadata\":{{\"generateName\":\"case-\"}},\"spec\":{{\"template\":{pod}}}}}");
        Some(Self { root: Root::Job, document, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use podwright_rules::Root;

    use super::Case;

    #[test]
    fn a_pod_is_a_case_in_three_forms() {
        let pod = Case::read(r#"{"pod":{"spec":{"a":1,"a":2}},"from":"x"}"#).unwrap();
        assert_eq!(pod.line(), r#"{"pod":{"spec":{"a":1,"a":2}}}"#);
        let template = pod.as_template().expect("a pod has a template");
        assert_eq!(template.line(), r#"{"template":{"spec":{"a":1,"a":2}}}"#);
        let job = pod.as_job().expect("a pod has a Job");
        assert_eq!(
            job.document,
            r#"{"metadata":{"generateName":"case-"},"spec":{"template":{"spec":{"restartPolicy":"Never","a":1,"a":2}}}}"#
        );
        let empty = Case { document: r#"{"spec":{}}"#.to_owned(), ..pod };
        assert!(empty.as_job().expect("it is a pod").document.ends_with(r#""restartPolicy":"Never"}}}}"#));
    }

    #[test]
    fn a_job_is_a_case_as_it_is() {
        let job = Case::read(r#"{"job":{},"from":"x"}"#).unwrap();
        assert_eq!(job.root, Root::Job);
        assert!(job.as_template().is_none() && job.as_job().is_none());
    }
}
