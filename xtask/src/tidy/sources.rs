//! The files of the repository, as git knows them: committed, or new and not ignored.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::root;

/// The files of the repository.
pub(super) struct Sources {
    pub(super) files: Vec<Source>,
}

/// One of them.
pub(super) struct Source {
    /// From the root, with slashes.
    pub(super) path: String,
    bytes: Vec<u8>,
}

impl Sources {
    /// Reads them all.
    pub(super) fn read() -> Result<Self> {
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
        let output = git.output().context("running git")?;
        ensure!(
            output.status.success(),
            "git ls-files failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
        let paths = String::from_utf8(output.stdout).context("reading git's paths")?;
        let files = paths.split_terminator('\0').filter_map(|path| {
            // A file that is deleted and not yet committed so is listed too.
            let bytes = fs::read(root().join(path)).ok()?;
            Some(Source { path: path.to_owned(), bytes })
        });
        Ok(Self { files: files.collect() })
    }

    /// The Rust files that people write.
    pub(super) fn rust(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().filter(|file| file.has_extension("rs") && !file.path.contains("/generated/"))
    }
}

impl Source {
    /// Its text; `None` where it is none.
    pub(super) fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        (!text.contains('\0')).then_some(text)
    }

    pub(super) fn has_extension(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, end)| end == extension)
    }

    /// Whether it is part of what a crate builds, rather than of its tests.
    pub(super) fn is_product(&self) -> bool {
        self.has_extension("rs") && self.path.contains("src/") && !self.path.contains("tests")
    }
}
