//! A file is one room. (A function's length is clippy's to check.)

use super::sources::Sources;

/// The most lines of a file.
const MOST: usize = 400;

pub(super) fn check(sources: &Sources) -> Vec<String> {
    let scripts = sources.files.iter().filter(|file| file.has_extension("sh"));
    let files =
        sources.rust().chain(scripts).map(|file| (file, file.text().unwrap_or_default().lines().count()));
    files
        .filter(|(_, lines)| *lines > MOST)
        .map(|(file, lines)| format!("{}: {lines} lines; move a wall, {MOST} is the most", file.path))
        .collect()
}
