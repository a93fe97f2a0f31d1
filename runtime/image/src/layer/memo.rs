//! Remembers which blob an archive was compressed to, so that it need not be compressed again to know its digest.
//!
//! A memo says what a blob's digest is and never that a registry has it. It is kept in 256 small files, each holding the last
//! archive that fell to it, so that it stays small by itself and two writers cannot spoil it.

use std::path::{Path, PathBuf};
use std::{fs, io, process};

use crate::digest::Digest;

/// The folder of the memo.
#[derive(Clone, Debug)]
pub(super) struct Memo {
    folder: PathBuf,
}

/// A blob: its digest and its size in bytes.
pub(super) type Blob = (Digest, u64);

impl Memo {
    /// The memo in `cache`, if it has a place.
    pub(super) fn of(cache: &Cache) -> Option<Self> {
        Some(Self { folder: cache.folder()?.join("layers") })
    }

    /// What the archive `diff_id` was compressed to with these parameters, if that is remembered.
    pub(super) fn recall(&self, diff_id: &Digest, parameters: &str) -> Option<Blob> {
        let line = fs::read_to_string(self.slot(diff_id)).ok()?;
        let (key, blob) = line.trim_end().rsplit_once(" = ")?;
        if key != format!("{diff_id} {parameters}") {
            return None;
        }
        let (digest, size) = blob.split_once(' ')?;
        Some((digest.parse().ok()?, size.parse().ok()?))
    }

    /// Remembers it. A memo that cannot be written costs time at the next run and is no error.
    pub(super) fn remember(&self, diff_id: &Digest, parameters: &str, (digest, size): &Blob) {
        let line = format!("{diff_id} {parameters} = {digest} {size}\n");
        let _ = self.replace(&self.slot(diff_id), &line);
    }

    /// Forgets what turned out to be wrong.
    pub(super) fn forget(&self, diff_id: &Digest) {
        let _ = fs::remove_file(self.slot(diff_id));
    }

    fn slot(&self, diff_id: &Digest) -> PathBuf {
        self.folder.join(&diff_id.hex()[..2])
    }

    fn replace(&self, slot: &Path, line: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let new = slot.with_extension(process::id().to_string());
        fs::write(&new, line)?;
        fs::rename(new, slot)
    }
}

/// Where a memo of what was packaged before is kept, so that the same files need not be compressed again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cache {
    /// In the user's cache folder: `$XDG_CACHE_HOME/podwright`, or `~/.cache/podwright`. Without a home, nowhere.
    #[default]
    User,
    /// In this folder.
    Folder(PathBuf),
    /// Nowhere.
    Off,
}

impl Cache {
    /// The folder; `None` where nothing is to be remembered.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
        match self {
            Self::User => {
                let cache = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
                Some(cache?.join("podwright"))
            }
            Self::Folder(folder) => Some(folder.clone()),
            Self::Off => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_remembered_is_recalled_for_the_same_archive_and_parameters() {
        let folder = tempfile::tempdir().unwrap();
        let memo = Memo::of(&Cache::Folder(folder.path().into())).unwrap();
        let (archive, blob) = (Digest::of(b"archive"), (Digest::of(b"blob"), 7));
        assert_eq!(memo.recall(&archive, "zstd-1"), None);
        memo.remember(&archive, "zstd-1", &blob);
        assert_eq!(memo.recall(&archive, "zstd-1"), Some(blob));
        assert_eq!(memo.recall(&archive, "zstd-3"), None);
        memo.forget(&archive);
        assert_eq!(memo.recall(&archive, "zstd-1"), None);
    }

    #[test]
    fn a_damaged_memo_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let memo = Memo::of(&Cache::Folder(folder.path().into())).unwrap();
        let archive = Digest::of(b"archive");
        memo.remember(&archive, "zstd-1", &(Digest::of(b"blob"), 7));
        let line = fs::read_to_string(memo.slot(&archive)).unwrap();
        fs::write(memo.slot(&archive), &line[..line.len() / 2]).unwrap();
        assert_eq!(memo.recall(&archive, "zstd-1"), None);
    }
}
