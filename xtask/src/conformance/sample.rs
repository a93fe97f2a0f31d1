//! Cases with the API server's verdicts, as one file that `podwright-check` reads: for whoever holds another build against them.

use anyhow::Result;
use podwright_rules::Root;
use podwright_rules::schema::NEWEST;

use super::case::Case;
use super::oracle::Oracle;

/// Documents, and what the newest API server says of each.
pub(crate) struct Sample {
    /// A document a line, in JSON.
    pub(crate) documents: String,
    /// Whether the server takes it, in the order of the documents.
    pub(crate) accepted: Vec<bool>,
}

impl Sample {
    /// So many documents, and each pod among them as the template of a `PodTemplate` and of a Job too.
    pub(crate) fn draw(count: usize, seed: u64) -> Result<Self> {
        let oracle = Oracle::build(NEWEST)?;
        let made = oracle.cases(count, seed)?;
        let forms = [Case::as_made, Case::as_template, Case::as_job];
        let cases: Vec<Case> = forms.iter().flat_map(|form| made.iter().filter_map(form)).collect();
        let accepted = oracle.judge(&cases)?.into_iter().map(|verdict| verdict.ok).collect();
        let documents = cases.iter().map(|case| document(case) + "\n").collect();
        Ok(Self { documents, accepted })
    }
}

/// A case with its kind, as a file has it.
fn document(case: &Case) -> String {
    let (kind, version) = match case.root {
        Root::Job => ("Job", "batch/v1"),
        Root::CronJob => ("CronJob", "batch/v1"),
        Root::PodTemplateSpec => {
            return format!(r#"{{"apiVersion":"v1","kind":"PodTemplate","template":{}}}"#, case.document);
        }
        _ => ("Pod", "v1"),
    };
    let fields = case.document.strip_prefix('{').unwrap_or(&case.document);
    let comma = if fields.starts_with('}') { "" } else { "," };
    format!(r#"{{"apiVersion":"{version}","kind":"{kind}"{comma}{fields}"#)
}
