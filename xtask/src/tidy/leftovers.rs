//! What is left behind half done: an ignored test, a `todo`, an `unwrap` in the product.

use super::sources::{Source, Sources};

/// What must not stand in a Rust file, and what to do instead. The words are split so that this file has none of them.
const ANYWHERE: &[(&str, &str)] = &[
    (concat!("#[ig", "nore"), "every test runs"),
    (concat!("```ig", "nore"), "every example compiles; `text` is for what is no Rust"),
    (concat!("to", "do!("), "what is not built is absent"),
    (concat!("unimpl", "emented!("), "what is not built is absent"),
    (concat!("db", "g!("), "it is for a moment"),
];
const IN_THE_PRODUCT: &[(&str, &str)] = &[(concat!(".unw", "rap()"), "`expect` says why it cannot be")];

pub(super) fn check(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in sources.rust() {
        let lines = (1..).zip(file.text().unwrap_or_default().lines());
        complaints.extend(find(file, lines, ANYWHERE));
        if file.is_product() {
            complaints.extend(find(file, file.product_lines(), IN_THE_PRODUCT));
        }
    }
    complaints
}

fn find<'a>(
    file: &'a Source,
    lines: impl Iterator<Item = (usize, &'a str)>,
    words: &'static [(&'static str, &'static str)],
) -> impl Iterator<Item = String> {
    lines.flat_map(move |(number, line)| {
        let found = words.iter().filter(move |(word, _)| line.contains(word));
        found.map(move |(word, instead)| format!("{}:{number}: `{word}`: {instead}", file.path))
    })
}
