//! A document as kubectl takes it: what kind it says it is, and what is wrong with the object or the objects in it.

mod template;

pub use template::template_of;

use crate::check::{self, Options, check};
use crate::diagnostic::Diagnostic;
use crate::rules;
use crate::schema::Root;
use crate::tree::{Node, SpanId, Value};
use crate::yaml::Document;

/// The kinds that have a pod in them, and the version of the API that has each.
const KINDS: [(&str, &str, Root); 8] = [
    ("Pod", "v1", Root::Pod),
    ("PodTemplate", "v1", Root::PodTemplate),
    ("Job", "batch/v1", Root::Job),
    ("CronJob", "batch/v1", Root::CronJob),
    ("Deployment", "apps/v1", Root::Deployment),
    ("ReplicaSet", "apps/v1", Root::ReplicaSet),
    ("StatefulSet", "apps/v1", Root::StatefulSet),
    ("DaemonSet", "apps/v1", Root::DaemonSet),
];

/// What there is to say of a document.
#[derive(Clone, Debug)]
pub struct Report {
    /// The kind that it says it is; a `Pod` where it says none, as the API server has it.
    pub kind: Option<String>,
    /// What is wrong, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The objects that were passed over, each where it says what it is.
    pub passed_over: Vec<Diagnostic>,
}

/// The kind that a document says it is, a `Pod` where it says none; nothing where it could not be read.
pub fn kind_of(document: &Document) -> Option<&str> {
    let is_broken = matches!(document.tree.value, Value::Broken);
    (!is_broken).then(|| text(&document.tree, "kind").unwrap_or("Pod"))
}

/// Checks a document; what it is stands in it, whatever the options say.
pub fn check_document(document: &Document, options: &Options) -> Report {
    let kind = kind_of(document).map(str::to_owned);
    let mut report = Report { kind, diagnostics: document.diagnostics.clone(), passed_over: Vec::new() };
    if report.kind.is_some() {
        object(&document.tree, options, &mut report);
    }
    let is_server = |rule: &str| rules::find(rule).is_some_and(|rule| rule.server);
    if options.server_only {
        report.diagnostics.retain(|diagnostic| is_server(diagnostic.rule));
    }
    report.diagnostics = report.diagnostics.into_iter().map(|said| document.worded(said)).collect();
    report.diagnostics.sort_by_key(|diagnostic| diagnostic.at);
    once(&mut report.diagnostics);
    report
}

fn object(node: &Node, options: &Options, report: &mut Report) {
    let Some(kind) = node.entry("kind") else {
        if matches!(node.value, Value::Map(_)) {
            let message = "the document has no `kind`, and is taken for a Pod";
            let said = Diagnostic::new(&rules::TYPE_META, node.span, message);
            report.diagnostics.push(said.help("add `apiVersion: v1` and `kind: Pod`, as kubectl asks for"));
        }
        return checked(node, Root::Pod, options, report);
    };
    let Value::String(name) = &kind.value.value else {
        return checked(node, Root::Pod, options, report);
    };
    if name == "List" {
        return list(node, options, report);
    }
    let version = node.entry("apiVersion");
    let Some((_, right, root)) = KINDS.iter().find(|(known, ..)| known == name) else {
        let near = check::nearest(name, KINDS.iter().map(|(kind, ..)| *kind))
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return passed_over(kind.value.span, format!("a `{name}` is not checked{near}"), report);
    };
    match version.map(|entry| &entry.value.value) {
        None => {
            let message = format!("the document has no `apiVersion`, and is taken for a {name} of `{right}`");
            let said = Diagnostic::new(&rules::TYPE_META, kind.key.span, message);
            report.diagnostics.push(said.help(format!("add `apiVersion: {right}`, as kubectl asks for")));
        }
        Some(Value::String(version)) if version != right && !version.is_empty() => {
            let at = version_span(node);
            if version.contains('.') {
                return passed_over(at, format!("a `{name}` of `{version}` is not checked"), report);
            }
            let said = Diagnostic::new(&rules::API_VERSION, at, format!("`{version}` has no {name}"));
            report.diagnostics.push(said.help(format!("write `apiVersion: {right}`")));
        }
        Some(_) => {}
    }
    checked(node, *root, options, report);
}

fn passed_over(at: SpanId, message: String, report: &mut Report) {
    report.passed_over.push(Diagnostic::new(&rules::PASSED_OVER, at, message));
}

fn checked(node: &Node, root: Root, options: &Options, report: &mut Report) {
    report.diagnostics.extend(check(node, &Options { root, ..options.clone() }).diagnostics);
}

/// The objects of a `List`: kubectl sends each for itself.
fn list(node: &Node, options: &Options, report: &mut Report) {
    match node.entry("items").map(|entry| &entry.value) {
        Some(Node { value: Value::List(items), .. }) => {
            for item in items {
                object(item, options, report);
            }
        }
        None | Some(Node { value: Value::Null | Value::Broken, .. }) => {}
        Some(other) => {
            let said = Diagnostic::new(&rules::WRONG_TYPE, other.span, "`items` is a list of objects");
            report.diagnostics.push(said.help("write each object as an item `- kind: …`"));
        }
    }
}

/// What an anchor holds is wrong once, however often it stands somewhere.
fn once(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.dedup_by(|second, first| {
        first.at == second.at && first.rule == second.rule && first.message == second.message
    });
}

fn text<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    match &node.entry(name)?.value.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn version_span(node: &Node) -> SpanId {
    node.entry("apiVersion").map_or(node.span, |entry| entry.value.span)
}

#[cfg(test)]
mod tests {
    use super::check_document;
    use crate::check::Options;
    use crate::schema::Root;
    use crate::yaml;

    fn said(text: &str, server_only: bool) -> Vec<&'static str> {
        let options = Options { server_only, ..Options::of(Root::Pod) };
        let documents = yaml::chunks(text).iter().flat_map(yaml::Chunk::read).collect::<Vec<_>>();
        let reports = documents.iter().map(|document| check_document(document, &options));
        reports.flat_map(|report| report.diagnostics).map(|diagnostic| diagnostic.rule).collect()
    }

    #[test]
    fn what_kubectl_alone_says_of_a_document_is_not_the_servers() {
        let pod = "spec: { containers: [{ name: web, image: nginx:1.27 }] }\n";
        assert_eq!(said(pod, false), ["type_meta"]);
        assert_eq!(said(pod, true), Vec::<&str>::new());
    }

    #[test]
    fn what_an_anchor_holds_is_wrong_once() {
        let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - { name: a, image: a:1, env: &env [{ name: '=' }] }\n\
                   \x20 - { name: b, image: a:1, env: *env }\n";
        assert_eq!(said(pod, true), ["invalid_env_name"]);
    }
}
