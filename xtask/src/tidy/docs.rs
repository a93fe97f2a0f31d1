//! Every module says in its first line what it is for, and the project's own pages are there.

use super::sources::Sources;

/// The pages of the project.
const PAGES: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];

pub(super) fn check(sources: &Sources) -> Vec<String> {
    let silent = sources.files.iter().filter(|file| file.is_product()).filter(|file| {
        let first = file.text().unwrap_or_default().lines().next().unwrap_or_default();
        !first.starts_with("//!") && !first.starts_with("#![doc")
    });
    let missing = PAGES.iter().filter(|page| !sources.files.iter().any(|file| file.path == **page));
    silent
        .map(|file| format!("{}: the first line says what the module is for: `//! …`", file.path))
        .chain(missing.map(|page| format!("{page}: missing")))
        .collect()
}
