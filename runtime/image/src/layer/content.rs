//! What a layer holds, by path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::executable::Source;

/// The entries of a layer, sorted by path; every folder above an entry is one too.
#[derive(Debug, Default)]
pub(crate) struct Content {
    entries: BTreeMap<PathBuf, Entry>,
}

/// An entry of a layer.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) item: Item,
    pub(crate) mode: u32,
    /// User and group.
    pub(crate) owner: u32,
}

/// What stands at a path.
#[derive(Debug)]
pub(crate) enum Item {
    Folder,
    Bytes(Vec<u8>),
    File(Source),
    Link(PathBuf),
}

impl Item {
    /// How many bytes of contents it has in the archive.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Folder | Self::Link(_) => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(source) => source.size(),
        }
    }
}

impl Content {
    pub(crate) fn folder(&mut self, path: impl AsRef<Path>, mode: u32, owner: u32) {
        self.add(path.as_ref(), Entry { item: Item::Folder, mode, owner });
    }

    pub(crate) fn bytes(&mut self, path: impl AsRef<Path>, bytes: Vec<u8>, mode: u32) {
        self.add(path.as_ref(), Entry { item: Item::Bytes(bytes), mode, owner: 0 });
    }

    pub(crate) fn file(&mut self, path: &Path, source: Source, mode: u32) {
        self.add(path, Entry { item: Item::File(source), mode, owner: 0 });
    }

    pub(crate) fn link(&mut self, path: &Path, target: PathBuf) {
        self.add(path, Entry { item: Item::Link(target), mode: 0o777, owner: 0 });
    }

    fn add(&mut self, path: &Path, entry: Entry) {
        for folder in path.ancestors().skip(1).filter(|folder| folder.parent().is_some()) {
            let folder = folder.strip_prefix("/").unwrap_or(folder).to_owned();
            if !folder.as_os_str().is_empty() {
                self.entries.entry(folder).or_insert(Entry {
                    item: Item::Folder,
                    mode: super::FOLDER,
                    owner: 0,
                });
            }
        }
        self.entries.insert(path.strip_prefix("/").unwrap_or(path).to_owned(), entry);
    }

    /// Path, without the `/` at its beginning, and entry, in the order of the archive.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Path, &Entry)> {
        self.entries.iter().map(|(path, entry)| (path.as_path(), entry))
    }
}
