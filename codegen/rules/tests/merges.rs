//! Patches as Kubernetes merges them: `merge/answers.jsonl` holds pod templates and patches with what apimachinery's
//! `strategicpatch` made of them.
//!
//! Each line is an answer of `xtask/oracle/cmd/merge`, which takes the same lines and writes the file anew.

use podwright_rules::Root;
use podwright_rules::merge::merge;
use podwright_rules::tree::{Node, Value};
use podwright_rules::yaml::{self, Chunk};

#[test]
#[expect(clippy::print_stdout, reason = "the test's report counts its cases")]
fn a_patch_is_merged_as_kubernetes_merges_it() {
    let mut differences = Vec::new();
    let answers = read(include_str!("merge/answers.jsonl"));
    for answer in &answers {
        let part = |name| field(answer, name).expect("an answer has its parts").clone();
        let merged = merge(part("base"), part("patch"), Root::PodTemplateSpec);
        if shown(&merged) != shown(&part("merged")) {
            differences.push(format!(
                "{}\n  with {}\n  is {}\n  and is to be {}",
                shown(&part("base")),
                shown(&part("patch")),
                shown(&merged),
                shown(&part("merged"))
            ));
        }
    }
    println!("cases: merges: {}", answers.len());
    assert!(answers.len() > 150, "the file has its answers");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_new_source_replaces_the_old_one() {
    let merged = |base: &str, patch: &str| {
        let [base, patch] = [base, patch].map(|text| read(text).remove(0));
        shown(&merge(base, patch, Root::PodTemplateSpec))
    };
    assert_eq!(
        merged(
            r#"{"spec": {"volumes": [{"name": "v", "emptyDir": {}}]}}"#,
            r#"{"spec": {"volumes": [{"name": "v", "secret": {"secretName": "s"}}]}}"#
        ),
        r#"{"spec": {"volumes": [{"name": "v", "secret": {"secretName": "s"}}]}}"#
    );
    assert_eq!(
        merged(
            r#"{"spec": {"containers": [{"name": "c", "env": [{"name": "E", "value": "1"}]}]}}"#,
            r#"{"spec": {"containers": [{"name": "c", "env": [{"name": "E", "value_from": {"field_ref": {}}}]}]}}"#
        ),
        r#"{"spec": {"containers": [{"env": [{"name": "E", "value_from": {"field_ref": {}}}], "name": "c"}]}}"#
    );
}

#[test]
fn names_are_the_same_in_either_spelling() {
    let base = read(
        r#"{"spec": {"containers": [{"name": "c", "volumeMounts": [{"mountPath": "/a", "name": "v"}]}]}}"#,
    );
    let patch = read(
        r#"{"spec": {"containers": [{"name": "c", "volume_mounts": [{"mount_path": "/a", "read_only": true}]}]}}"#,
    );
    let merged = merge(base[0].clone(), patch[0].clone(), Root::PodTemplateSpec);
    assert_eq!(
        shown(&merged),
        r#"{"spec": {"containers": [{"name": "c", "volumeMounts": [{"mountPath": "/a", "name": "v", "read_only": true}]}]}}"#
    );
}

fn read(text: &str) -> Vec<Node> {
    yaml::chunks(text).iter().flat_map(Chunk::read).map(|document| document.tree).collect()
}

fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|entry| entry.key.name == name).map(|entry| &entry.value)
}

/// A tree with its keys in order.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|entry| format!("{:?}: {}", entry.key.name, shown(&entry.value)))
                .collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        Value::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Value::String(text) => format!("{text:?}"),
        Value::Integer(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        other => format!("{other:?}"),
    }
}
