//! Whether the cluster has nodes that the program can run on, among those that the pod asks for.

use std::collections::{BTreeMap, BTreeSet};

use form_urlencoded::Serializer;
use serde_json::Value;

use super::selector::{self, Requirement};
use super::{Draft, Finding, Verdict, instructions};
use crate::cluster::{Ask, Cluster, Fault};
use crate::job::labels::ARCHITECTURE;

/// The labels of a node.
pub(super) type Labels = BTreeMap<String, String>;

/// How many nodes are looked at where each one's processor counts.
const MANY: u32 = 500;

/// Nodes that were listed.
#[derive(Debug)]
struct Listed {
    nodes: Vec<Labels>,
    /// Whether there are more.
    more: bool,
}

pub(super) async fn look(cluster: &Cluster, draft: &Draft<'_>) -> Vec<Finding> {
    let spec = &draft.built.job["spec"]["template"]["spec"];
    let requirements = selector::of(spec);
    if let Some(finding) = contradiction(&requirements, draft.architectures) {
        return vec![finding];
    }
    if !spec["nodeName"].is_null() {
        return Vec::new();
    }
    let mut wanted = requirements.clone();
    if !draft.architectures.is_empty() {
        // The template may name it too.
        let new = Requirement::architectures(draft.architectures);
        wanted.extend((!wanted.contains(&new)).then_some(new));
    }
    let limit = if draft.level.is_some() { MANY } else { 1 };
    let findings = match list(cluster, &wanted, limit).await {
        Ok(listed) if listed.nodes.is_empty() => no_node(cluster, &requirements, draft.architectures).await,
        Ok(listed) => Ok(draft
            .level
            .and_then(|level| instructions::judge(level, &listed.nodes, !listed.more))
            .into_iter()
            .collect()),
        Err(fault) => Err(fault),
    };
    findings.unwrap_or_else(|fault| vec![Finding::not_checked("the nodes' processors", cluster, fault)])
}

async fn list(cluster: &Cluster, wanted: &[Requirement], limit: u32) -> Result<Listed, Fault> {
    let query = Serializer::new(String::new())
        .append_pair("labelSelector", &selector::text(wanted))
        .append_pair("limit", &limit.to_string())
        .finish();
    let list = cluster.ask(Ask::MetadataList, &format!("/api/v1/nodes?{query}")).await?;
    let nodes = list["items"].as_array().into_iter().flatten();
    let nodes = nodes.map(|node| labels(&node["metadata"]["labels"])).collect();
    Ok(Listed { nodes, more: list["metadata"]["continue"].as_str().is_some_and(|next| !next.is_empty()) })
}

/// The architectures, in Kubernetes' words, of the nodes that a pod with this spec may run on, the most common first; empty
/// where there is none now, or where they may not be looked at.
pub async fn architectures(cluster: &Cluster, spec: &Value) -> Vec<String> {
    let Ok(listed) = list(cluster, &selector::of(spec), MANY).await else { return Vec::new() };
    by_number(&listed.nodes)
}

fn by_number(nodes: &[Labels]) -> Vec<String> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for name in nodes.iter().filter_map(architecture) {
        *numbers.entry(name).or_default() += 1;
    }
    let mut names: Vec<_> = numbers.into_iter().collect();
    names.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    names.into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn architecture(labels: &Labels) -> Option<&str> {
    labels.get(ARCHITECTURE).map(String::as_str)
}

fn labels(map: &Value) -> Labels {
    let pairs = map.as_object().into_iter().flatten();
    pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// No node is as it should be: is it the architecture, or what the template asks for?
async fn no_node(
    cluster: &Cluster,
    requirements: &[Requirement],
    architectures: &[String],
) -> Result<Vec<Finding>, Fault> {
    let others: Vec<_> =
        requirements.iter().filter(|requirement| !requirement.is_of_architecture()).cloned().collect();
    let listed = list(cluster, &others, MANY).await?;
    Ok(vec![why_none(&listed.nodes, &others, architectures)])
}

/// `nodes` are those that match the template, whatever their architecture.
fn why_none(nodes: &[Labels], others: &[Requirement], architectures: &[String]) -> Finding {
    let known = nodes.iter().filter_map(architecture).collect::<BTreeSet<_>>();
    let known = known.into_iter().collect::<Vec<_>>().join("`, `");
    if !architectures.is_empty() && !known.is_empty() {
        let among =
            if others.is_empty() { "in the cluster" } else { "among those that the template asks for" };
        let message = format!(
            "the program is built for `{}`, and the nodes {among} are `{known}`",
            architectures.join("`, `")
        );
        let help = "build it for them with `--target`, or name the file with `--binary`; if nodes are added when they \
             are asked for, go on with `--no-preflight`";
        return Finding::new(Verdict::Refused, message, help);
    }
    let message = if others.is_empty() {
        "the cluster has no nodes now".to_owned()
    } else {
        format!("no node has the labels that the template asks for: `{}`", selector::text(others))
    };
    let help = "the pod waits until there is one; check with `kubectl get nodes --show-labels`";
    Finding::new(Verdict::Warning, message, help)
}

/// The template asks for nodes that cannot run the program, whatever nodes there are.
fn contradiction(requirements: &[Requirement], architectures: &[String]) -> Option<Finding> {
    let takes_none = |requirement: &&Requirement| {
        requirement.is_of_architecture() && !architectures.iter().any(|one| requirement.takes(one))
    };
    let against = requirements.iter().find(takes_none).filter(|_| !architectures.is_empty())?;
    let message = format!(
        "the program is built for `{}`, and the template asks for other nodes: `{against}`",
        architectures.join("`, `")
    );
    let help = "build it for those nodes with `--target`, or name the file with `--binary`, or leave the architecture to \
                podwright";
    Some(Finding::new(Verdict::Refused, message, help))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn node(architecture: &str) -> Labels {
        labels(&json!({"kubernetes.io/arch": architecture, "pool": "p"}))
    }

    fn amd64() -> [String; 1] {
        ["amd64".to_owned()]
    }

    #[test]
    fn the_architecture_of_most_nodes_comes_first() {
        let nodes = [node("amd64"), node("arm64"), node("arm64"), Labels::new()];
        assert_eq!(by_number(&nodes), ["arm64", "amd64"]);
    }

    #[test]
    fn a_cluster_of_another_architecture_is_refused() {
        let found = why_none(&[node("arm64"), node("arm64"), node("s390x")], &[], &amd64());
        assert_eq!(found.verdict, Verdict::Refused);
        assert_eq!(
            found.message,
            "the program is built for `amd64`, and the nodes in the cluster are `arm64`, `s390x`"
        );
        let pool = selector::of(&json!({"nodeSelector": {"pool": "p"}}));
        let found = why_none(&[node("arm64")], &pool, &amd64());
        assert!(found.message.contains("among those that the template asks for are `arm64`"), "{found:?}");
    }

    #[test]
    fn labels_that_no_node_has_may_come_with_a_new_node() {
        let pool = selector::of(&json!({"nodeSelector": {"pool": "p"}}));
        let found = why_none(&[], &pool, &amd64());
        assert_eq!(found.verdict, Verdict::Warning);
        assert_eq!(found.message, "no node has the labels that the template asks for: `pool in (p)`");
        assert_eq!(why_none(&[], &[], &amd64()).message, "the cluster has no nodes now");
    }

    #[test]
    fn a_template_that_asks_for_another_architecture_is_refused() {
        let arm = selector::of(&json!({"nodeSelector": {"kubernetes.io/arch": "arm64"}}));
        assert_eq!(contradiction(&arm, &amd64()).map(|found| found.verdict), Some(Verdict::Refused));
        assert_eq!(contradiction(&arm, &["amd64".to_owned(), "arm64".to_owned()]), None);
        assert_eq!(contradiction(&arm, &[]), None);
    }
}
