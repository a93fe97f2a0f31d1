//! The first two steps of a template in Rust: parsed, then checked; with everything that either has to say.

use podwright_rules::{Checked, Diagnostic, Options};
use proc_macro2::TokenStream;

use crate::file;
use crate::parse::{Parsed, parse};

/// A template that was read and checked.
pub struct Template {
    /// As it was written.
    pub parsed: Parsed,
    /// As Kubernetes has it.
    pub checked: Checked,
    /// What is wrong with it, in the order of the source: what was read wrongly, and what the checks found.
    pub diagnostics: Vec<Diagnostic>,
    /// The file that it was read from, from the package's folder on.
    pub file: Option<String>,
}

/// Reads and checks the fields of a template, or the file that it names.
pub fn check(tokens: TokenStream, options: &Options) -> Template {
    if let Some(named) = file::named(&tokens) {
        return file::check(named, options);
    }
    let parsed = parse(tokens);
    let checked = podwright_rules::check(&parsed.template, options);
    let diagnostics = merged(&parsed.diagnostics, &checked.diagnostics);
    Template { parsed, checked, diagnostics, file: None }
}

fn merged(read: &[Diagnostic], checked: &[Diagnostic]) -> Vec<Diagnostic> {
    // One mistake is said once, and of a name that is half written the checks may know what it will be.
    let better = |one: &&Diagnostic| checked.iter().any(|other| other.at == one.at);
    let mut all: Vec<Diagnostic> = read.iter().filter(|one| !better(one)).chain(checked).cloned().collect();
    all.sort_by_key(|diagnostic| diagnostic.at);
    all
}
