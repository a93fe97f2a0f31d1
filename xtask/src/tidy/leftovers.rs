//! What is left behind half done, and clippy does not see: a test that does not run. (`todo`, `dbg` and `unwrap` are clippy's.)

use super::sources::Sources;

/// What must not stand in a Rust file, and what to do instead. The words are split so that this file has none of them.
const LEFTOVERS: &[(&str, &str)] = &[
    (concat!("#[ig", "nore"), "every test runs"),
    (concat!("```ig", "nore"), "every example compiles; `text` is for what is no Rust"),
];

pub(super) fn check(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in sources.rust() {
        for (number, line) in (1..).zip(file.text().unwrap_or_default().lines()) {
            let found = LEFTOVERS.iter().filter(|(word, _)| line.contains(word));
            complaints
                .extend(found.map(|(word, instead)| format!("{}:{number}: `{word}`: {instead}", file.path)));
        }
    }
    complaints
}
