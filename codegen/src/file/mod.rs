//! `pod_template!("pods/gpu.yaml")`, and with an inline patch: from the file's name to a template that was read, merged and checked.
//!
//! The file's text is podwright-rules' to read. What is wrong in it is said at its name, with a picture of the file.

mod named;
mod said;

use std::path::{Path, PathBuf};

pub(crate) use named::named;
use podwright_rules::manifest::template_of;
use podwright_rules::merge::merge;
use podwright_rules::tree::{Node, SpanId, Value};
use podwright_rules::yaml::{self, Chunk, Document};
use podwright_rules::{Checked, Diagnostic, Level, Options, Root, Spelling};

use crate::check::Template;
use crate::parse::{Parsed, Place, SYNTAX, parse};
use named::Named;
use said::File;

/// The template of a file, with the patch on it.
pub(crate) fn check(named: Named, options: &Options) -> Template {
    let mut parsed = parse(named.patch);
    let literal = parsed.places.add(named.place);
    for (place, message) in named.problems {
        let at = parsed.places.add(place);
        parsed.diagnostics.push(syntax(at, message));
    }
    match read(&named.path) {
        Ok(text) => of_text(&named.path, &text, named.place, parsed, options),
        Err(message) => {
            parsed.diagnostics.push(syntax(literal, message));
            parsed.template.value = Value::Broken;
            let checked = podwright_rules::check(&parsed.template, options);
            let diagnostics = parsed.diagnostics.clone();
            Template { parsed, checked, diagnostics, file: None }
        }
    }
}

fn of_text(name: &str, text: &str, place: Place, mut parsed: Parsed, options: &Options) -> Template {
    let mut documents: Vec<Document> = yaml::chunks(text).iter().flat_map(Chunk::read).collect();
    let first = parsed.places.add(place);
    let mut diagnostics = std::mem::take(&mut parsed.diagnostics);
    if documents.is_empty() {
        diagnostics.push(syntax(first, format!("`{name}` holds no document")));
    } else if documents.len() > 1 {
        let message = format!("`{name}` holds {} documents, and a template is one", documents.len());
        diagnostics.push(syntax(first, message));
        documents.clear();
    }
    let mut document = documents.pop().unwrap_or_else(empty);
    let (base, around) = template_of(std::mem::replace(&mut document.tree, broken(SpanId(0))));
    let file =
        File { name, lines: text.lines().collect(), places: &document.places, first: SpanId(first.0 + 1) };
    for _ in 0..document.places.len() {
        parsed.places.add(place);
    }
    let base = file.shifted(base);
    let merged = merge(base, std::mem::replace(&mut parsed.template, broken(first)), Root::Template);
    let of_file = document.diagnostics.iter().cloned().chain(around).map(|one| file.placed(one));
    diagnostics.extend(of_file);
    let (checked, found) = both(&merged, &file, options);
    diagnostics.extend(
        found.into_iter().map(|one| if file.has(one.at) { file.worded(&document, one) } else { one }),
    );
    parsed.template = merged;
    diagnostics.sort_by_key(|diagnostic| diagnostic.at);
    let diagnostics = diagnostics.into_iter().map(|one| file.told(one)).collect();
    Template { parsed, checked, diagnostics, file: Some(name.to_owned()) }
}

/// Checks the template in both spellings, and takes of each what is said of its own part.
fn both(template: &Node, file: &File<'_>, options: &Options) -> (Checked, Vec<Diagnostic>) {
    let of = |spelling| podwright_rules::check(template, &Options { spelling, ..options.clone() });
    let (inline, kubernetes) = (of(Spelling::Snake), of(Spelling::Kubernetes));
    let mut found: Vec<Diagnostic> =
        inline.diagnostics.iter().filter(|one| !file.has(one.at)).cloned().collect();
    found.extend(kubernetes.diagnostics.into_iter().filter(|one| file.has(one.at)));
    (inline, found)
}

/// The text of a file of the package.
fn read(path: &str) -> Result<String, String> {
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return Err("files are read where cargo builds: it says where the package is".to_owned());
    };
    if Path::new(path).is_absolute() {
        return Err(format!("`{path}` is absolute; name the file from the package's folder on"));
    }
    std::fs::read_to_string(package.join(path))
        .map_err(|error| format!("cannot read `{path}` in the package's folder: {error}"))
}

fn syntax(at: SpanId, message: String) -> Diagnostic {
    let (rule, level, path, labels) = (SYNTAX, Level::Error, String::new(), Vec::new());
    Diagnostic { rule, level, at, path, message, help: None, labels }
}

fn broken(span: SpanId) -> Node {
    Node::new(span, Value::Broken)
}

fn empty() -> Document {
    Document {
        tree: broken(SpanId(0)),
        places: yaml::Places::default(),
        diagnostics: Vec::new(),
        written: Vec::new(),
    }
}
