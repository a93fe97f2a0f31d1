//! A document with Kubernetes' names as a template of podwright's: a Pod, a PodTemplate, its spec, or a template itself.

use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::tree::{Entry, Key, Node, SpanId, Value, entry};

/// What identifies an object, and is the run's: said without effect.
const IDENTITY: [&str; 4] = ["name", "generateName", "namespace", "creationTimestamp"];

/// The template that a document holds, with what is wrong around it.
pub fn template_of(document: Node) -> (Node, Vec<Diagnostic>) {
    let mut said = Vec::new();
    let Node { span, value, attributes } = document;
    let value = match value {
        Value::Map(entries) => Value::Map(of_map(entries, span, &mut said)),
        other => other,
    };
    (Node { span, value, attributes }, said)
}

fn of_map(entries: Vec<Entry>, span: SpanId, said: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let has = |name: &str| entries.iter().any(|entry| entry.key.name == name);
    let kind = entry(&entries, "kind").map(|entry| &entry.value);
    if let Some(kind) = kind {
        return match &kind.value {
            Value::String(kind) if kind == "Pod" => pod(entries, said),
            Value::String(kind) if kind == "PodTemplate" => pod_template(entries, said),
            _ => {
                let message = "a template is a Pod, a PodTemplate, or a pod's spec alone";
                said.push(Diagnostic::new(&rules::API_VERSION, kind.span, message));
                Vec::new()
            }
        };
    }
    if has("template") {
        return pod_template(entries, said);
    }
    if has("spec") || has("metadata") {
        return pod(entries, said);
    }
    if has("containers") {
        let key = Key { name: "podSpec".to_owned(), span };
        let value = Node::new(span, Value::Map(entries));
        return vec![Entry { key, value }];
    }
    entries
}

/// A Pod, or the template of pods.
fn pod(entries: Vec<Entry>, said: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut template = Vec::new();
    for mut entry in entries {
        match entry.key.name.as_str() {
            "apiVersion" | "kind" | "status" => {}
            "spec" => {
                "podSpec".clone_into(&mut entry.key.name);
                template.push(entry);
            }
            "metadata" => metadata(entry, &mut template, said),
            _ => template.push(entry),
        }
    }
    template
}

fn metadata(entry: Entry, template: &mut Vec<Entry>, said: &mut Vec<Diagnostic>) {
    let Value::Map(entries) = entry.value.value else {
        if !matches!(entry.value.value, Value::Null | Value::Broken) {
            said.push(Diagnostic::new(&rules::WRONG_TYPE, entry.value.span, "`metadata` is an object"));
        }
        return;
    };
    for field in entries {
        match field.key.name.as_str() {
            "labels" | "annotations" => template.push(field),
            name if IDENTITY.contains(&name) => {}
            name => {
                let message = format!("a template has no `{name}`: it is the object's own");
                let diagnostic = Diagnostic::new(&rules::UNKNOWN_FIELD, field.key.span, message);
                said.push(diagnostic.help("a template has `labels` and `annotations`"));
            }
        }
    }
}

/// A PodTemplate of `core/v1`: the pod is in its `template`.
fn pod_template(entries: Vec<Entry>, said: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let mut template = Vec::new();
    for entry in entries {
        match (entry.key.name.as_str(), entry.value.value) {
            ("apiVersion" | "kind" | "metadata", _) => {}
            ("template", Value::Map(entries)) => template.extend(pod(entries, said)),
            (_, value) => template.push(Entry { key: entry.key, value: Node { value, ..entry.value } }),
        }
    }
    template
}
