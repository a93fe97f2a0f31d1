//! What an image says of where it is from: takes the tasks and the labels that were given, gives OCI's labels. What it says is in
//! the program, so that the same program gives the same image.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::task::TaskDef;

/// <https://github.com/opencontainers/image-spec/blob/main/annotations.md>
const VERSION: &str = "org.opencontainers.image.version";
const SOURCE: &str = "org.opencontainers.image.source";

/// The labels of a program with these tasks: the version and repository of the crate that they are in, as far as all their crates
/// have the same, and those that were `given`.
pub(crate) fn labels(catalog: &Catalog, given: Vec<(String, String)>) -> BTreeMap<String, String> {
    let known = [
        (VERSION, agreed(catalog, |task| task.crate_version)),
        (SOURCE, agreed(catalog, |task| task.repository)),
    ];
    let known = known.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(key, value)| (key.to_owned(), value.to_owned())).chain(given).collect()
}

/// What all tasks say; empty where they differ.
fn agreed(catalog: &Catalog, said: impl Fn(&TaskDef) -> &'static str) -> &'static str {
    let mut all = catalog.iter().map(said);
    all.next().filter(|first| all.all(|other| other == *first)).unwrap_or_default()
}
