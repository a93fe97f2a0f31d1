//! The folder in which packaging remembers things from one run to the next. Losing it costs time and nothing else.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::replace::replace;

const LINKS: &str = "links";

/// Where it is remembered what was packaged before, so that the same files need not be compressed again.
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
    fn folder(&self) -> Option<PathBuf> {
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

    /// How many bytes a second went to this registry when an image was last sent there.
    pub fn link(&self, registry: &str) -> Option<u64> {
        self.recall(LINKS, &Digest::of(registry.as_bytes()))?.parse().ok()
    }

    /// Remembers it. What cannot be remembered is no error: the next image is compressed as if nothing were known.
    pub fn remember_link(&self, registry: &str, rate: u64) {
        self.remember(LINKS, &Digest::of(registry.as_bytes()), &rate.to_string());
    }

    /// Where the debug sections are kept of a program with this build id, which its image does not have: below a folder that gdb
    /// takes as its `debug-file-directory`.
    pub fn debug_file(&self, build_id: &str) -> Option<PathBuf> {
        let (first, rest) = build_id.split_at_checked(2).filter(|(_, rest)| !rest.is_empty())?;
        Some(self.debug_files()?.join(first).join(format!("{rest}.debug")))
    }

    /// The folder of all of them.
    pub(crate) fn debug_files(&self) -> Option<PathBuf> {
        Some(self.folder()?.join("debug/.build-id"))
    }

    /// What is remembered of `key` among the things of this kind.
    pub(crate) fn recall(&self, kind: &str, key: &Digest) -> Option<String> {
        let text = fs::read_to_string(self.place(kind, key)?).ok()?;
        let (said, value) = text.split_once('\n')?;
        // A file that was cut by a full disk has lost its last line.
        (said == key.as_str()).then(|| value.strip_suffix('\n').map(str::to_owned))?
    }

    /// Remembers it. What cannot be remembered costs time at the next run and is no error.
    pub(crate) fn remember(&self, kind: &str, key: &Digest, value: &str) {
        if let Some(place) = self.place(kind, key) {
            let _ = write(&place, &format!("{key}\n{value}\n"));
        }
    }

    /// Forgets what turned out to be wrong.
    pub(crate) fn forget(&self, kind: &str, key: &Digest) {
        if let Some(place) = self.place(kind, key) {
            let _ = fs::remove_file(place);
        }
    }

    /// One of 256 small files for things of a kind, each holding the last one that fell to it: what is remembered stays small by
    /// itself.
    fn place(&self, kind: &str, key: &Digest) -> Option<PathBuf> {
        Some(self.folder()?.join(kind).join(&key.hex()[..2]))
    }
}

fn write(place: &Path, text: &str) -> io::Result<()> {
    place.parent().map_or(Ok(()), fs::create_dir_all)?;
    replace(place, |file| file.write_all(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_a_link_is_that_of_its_registry() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::Folder(folder.path().into());
        assert_eq!(cache.link("r.example:5000"), None);
        cache.remember_link("r.example:5000", 1);
        cache.remember_link("r.example:5000", 12_000_000);
        assert_eq!(cache.link("r.example:5000"), Some(12_000_000));
        assert_eq!(cache.link("other.example"), None);
        Cache::Off.remember_link("r.example", 1);
        assert_eq!(Cache::Off.link("r.example"), None);
    }

    #[test]
    fn what_is_damaged_is_not_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, key) = (Cache::Folder(folder.path().into()), Digest::of(b"key"));
        cache.remember("things", &key, "a value");
        assert_eq!(cache.recall("things", &key).unwrap(), "a value");
        let place = cache.place("things", &key).unwrap();
        let text = fs::read_to_string(&place).unwrap();
        fs::write(&place, &text[..text.len() - 2]).unwrap();
        assert_eq!(cache.recall("things", &key), None);
        cache.forget("things", &key);
        assert!(!place.exists());
    }
}
