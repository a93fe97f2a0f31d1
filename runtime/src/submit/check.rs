//! The checks of the compiler, made again with every hole filled and everything merged in: the same code, the same words,
//! at the place in the source.

use podwright_rules::schema::{Minor, NEWEST};
use podwright_rules::{Diagnostic, Level, Options, Spelling};

use super::fill::Sources;
use super::merge::Merged;
use super::tree::Tree;
use crate::error::{Error, Kind, Result};

/// Refuses a merged template (without its image) that Kubernetes, or a task, could not use. `kubernetes` is the cluster's
/// minor version, or the one that is targeted; the newest that is known where it is `None`.
pub(crate) fn check(merged: &Merged, sources: &Sources, kubernetes: Option<u8>) -> Result<()> {
    let tree = Tree::new(&merged.json, &merged.ordinary);
    let options =
        Options { kubernetes: kubernetes.map_or(NEWEST, Minor), ..Options::new(Spelling::Kubernetes) };
    let checked = podwright_rules::check(&tree.root, &options);
    let lines: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error)
        .map(|diagnostic| line(diagnostic, tree.pointers.get(diagnostic.at), sources))
        .collect();
    match lines.len() {
        0 => Ok(()),
        1 => Err(Error::new(Kind::Usage, &lines[0])),
        errors => {
            Err(Error::new(Kind::Usage, format!("the pod template has {errors} errors")).with_causes(lines))
        }
    }
}

fn line(diagnostic: &Diagnostic, pointer: &str, sources: &Sources) -> String {
    let mut hole = sources
        .holes
        .iter()
        .filter(|(hole, _)| pointer == hole || pointer.starts_with(&format!("{hole}/")))
        .map(|(_, place)| place);
    let place =
        hole.next_back().or(sources.template.as_ref()).map(|place| format!("{place}: ")).unwrap_or_default();
    let help = diagnostic.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{place}{}: {} [{}]{help}", diagnostic.path, diagnostic.message, diagnostic.rule)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_that_the_clusters_version_does_not_have_is_refused() {
        let json = json!({
            "primaryContainerName": "primary",
            "podSpec": {"containers": [{"name": "primary"}], "hostnameOverride": "worker"},
        });
        let merged = Merged { json, ordinary: Vec::new(), origins: Vec::new() };
        let sources = Sources::default();
        check(&merged, &sources, None).expect("the newest has it");
        let error = check(&merged, &sources, Some(33)).unwrap_err().to_string();
        assert!(
            error.contains("Kubernetes 1.33 has no `hostnameOverride` here: it came with 1.34"),
            "{error}"
        );
    }
}
