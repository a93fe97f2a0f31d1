//! The files to check: found in folders, and read.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{fs, io};

use crate::parallel;

/// The endings of the files that a folder is searched for.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

/// How deep folders are searched: a link may lead back.
const DEPTH: usize = 64;

/// A file that was read.
pub(crate) struct Source {
    /// As it was given; `-` for standard input.
    pub(crate) name: String,
    /// What it holds, up to the first byte that is not UTF-8.
    pub(crate) text: String,
    /// Whether it goes on with bytes that are not UTF-8.
    pub(crate) is_cut: bool,
    lines: OnceLock<Vec<usize>>,
}

impl Source {
    fn new(name: String, bytes: Vec<u8>) -> Source {
        let (text, is_cut) = match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(valid);
                (String::from_utf8(bytes).unwrap_or_default(), true)
            }
        };
        Source { name, text, is_cut, lines: OnceLock::new() }
    }

    /// Its lines, without their ends.
    pub(crate) fn line(&self, number: u32) -> &str {
        let starts = self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let start = starts.get(number as usize - 1).copied().unwrap_or(self.text.len());
        self.text[start..].lines().next().unwrap_or_default()
    }
}

/// The files of the paths that were given, in order; those of a folder by name.
pub(crate) fn find(paths: &[OsString]) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for path in paths {
        let path = Path::new(path);
        if path.is_dir() {
            let before = found.len();
            walk(path, 0, &mut found)?;
            if found.len() == before {
                return Err(format!("the folder `{}` holds no file *.yaml, *.yml or *.json", path.display()));
            }
        } else {
            found.push(path.to_owned());
        }
    }
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let refused = |error: io::Error| format!("cannot read the folder `{}`: {error}", folder.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        entries.push(entry.map_err(refused)?.path());
    }
    entries.sort();
    for path in entries {
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if path.is_dir() && depth < DEPTH && !is_hidden {
            walk(&path, depth + 1, found)?;
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known)) {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads files; what cannot be read is said.
pub(crate) fn read(paths: &[PathBuf]) -> (Vec<Source>, Vec<String>) {
    let mut sources = Vec::new();
    let mut unreadable = Vec::new();
    for read in parallel::map(paths.len(), |at| read_one(&paths[at])) {
        match read {
            Ok(source) => sources.push(source),
            Err(problem) => unreadable.push(problem),
        }
    }
    (sources, unreadable)
}

fn read_one(path: &Path) -> Result<Source, String> {
    let name = path.display().to_string();
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    match bytes {
        Ok(bytes) => Ok(Source::new(name, bytes)),
        Err(error) => Err(format!("cannot read `{name}`: {error}")),
    }
}
