//! A tar archive whose bytes follow from its entries alone: ustar, sorted, with fixed times, owners and modes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tar::{EntryType, Header};

use super::LayerError;
use crate::executable::Source;

const BLOCK: u64 = 512;
/// Two empty blocks end an archive.
const END: u64 = 2 * BLOCK;

/// What an entry is.
#[derive(Debug)]
pub(super) enum Content {
    Folder,
    Link(PathBuf),
    Bytes(Vec<u8>),
    File(Source),
}

impl Content {
    fn size(&self) -> u64 {
        match self {
            Self::Folder | Self::Link(_) => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(source) => source.size(),
        }
    }

    fn kind(&self) -> EntryType {
        match self {
            Self::Folder => EntryType::Directory,
            Self::Link(_) => EntryType::Symlink,
            Self::Bytes(_) | Self::File(_) => EntryType::Regular,
        }
    }
}

#[derive(Debug)]
struct Entry {
    content: Content,
    mode: u32,
    /// Numeric user and group.
    owner: u64,
}

/// Entries by their path in the image, without the leading slash, so that a folder comes before what is in it.
#[derive(Debug, Default)]
pub(super) struct Archive {
    entries: BTreeMap<PathBuf, Entry>,
}

impl Archive {
    /// Puts `content` at the absolute `path`, owned by root, with the folders above it.
    pub(super) fn add(&mut self, path: impl AsRef<Path>, mode: u32, content: Content) {
        self.add_owned(path, mode, 0, content);
    }

    /// The same with another owner.
    pub(super) fn add_owned(&mut self, path: impl AsRef<Path>, mode: u32, owner: u64, content: Content) {
        let path = path.as_ref();
        let path = path.strip_prefix("/").unwrap_or(path);
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            if let Slot::Vacant(slot) = self.entries.entry(folder.into()) {
                slot.insert(Entry { content: Content::Folder, mode: 0o755, owner: 0 });
            }
        }
        self.entries.insert(path.into(), Entry { content, mode, owner });
    }

    /// How many bytes [`write_to`](Self::write_to) writes.
    pub(super) fn size(&self) -> u64 {
        let entries = self.entries.values().map(|entry| BLOCK + entry.content.size().next_multiple_of(BLOCK));
        entries.sum::<u64>() + END
    }

    /// Writes the archive without holding it in memory.
    pub(super) fn write_to(&self, out: &mut impl Write) -> Result<(), LayerError> {
        for (path, entry) in &self.entries {
            out.write_all(header(path, entry)?.as_bytes()).map_err(LayerError::Write)?;
            match &entry.content {
                Content::Folder | Content::Link(_) => {}
                Content::Bytes(bytes) => out.write_all(bytes).map_err(LayerError::Write)?,
                Content::File(source) => write_file(source, out)?,
            }
            let size = entry.content.size();
            write_zeros(out, size.next_multiple_of(BLOCK) - size)?;
        }
        write_zeros(out, END)
    }
}

fn header(path: &Path, entry: &Entry) -> Result<Header, LayerError> {
    let unfit = |source| LayerError::Path { path: Path::new("/").join(path), source };
    let mut header = Header::new_ustar();
    header.set_entry_type(entry.content.kind());
    header.set_path(path).map_err(unfit)?;
    if let Content::Link(target) = &entry.content {
        header.set_link_name(target).map_err(unfit)?;
    }
    header.set_mode(entry.mode);
    header.set_uid(entry.owner);
    header.set_gid(entry.owner);
    header.set_mtime(0);
    header.set_size(entry.content.size());
    header.set_cksum();
    Ok(header)
}

/// Tells a failure to read the file from one to write the archive.
fn write_file(source: &Source, out: &mut impl Write) -> Result<(), LayerError> {
    let mut out = Watched { inner: out, failed: false };
    source.write_to(&mut out).map_err(|error| {
        if out.failed {
            LayerError::Write(error)
        } else {
            LayerError::Read { path: source.path().into(), source: error }
        }
    })
}

struct Watched<'a, W> {
    inner: &'a mut W,
    failed: bool,
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes);
        self.failed |= written.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        written
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn write_zeros(out: &mut impl Write, count: u64) -> Result<(), LayerError> {
    io::copy(&mut io::Read::take(io::repeat(0), count), out).map_err(LayerError::Write)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(archive: &Archive) -> Vec<u8> {
        let mut bytes = Vec::new();
        archive.write_to(&mut bytes).unwrap();
        assert_eq!(bytes.len() as u64, archive.size());
        bytes
    }

    #[test]
    fn entries_are_sorted_with_their_folders_and_fixed_metadata() {
        let mut archive = Archive::default();
        archive.add("/usr/lib/b", 0o644, Content::Bytes(b"content".to_vec()));
        archive.add("/tmp", 0o1777, Content::Folder);
        archive.add_owned("/home/me", 0o700, 7, Content::Folder);
        archive.add("/usr/lib/a", 0o777, Content::Link("b".into()));
        let bytes = written(&archive);
        let mut reader = tar::Archive::new(bytes.as_slice());
        let entries = reader.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            let header = entry.header();
            assert_eq!(header.mtime().unwrap(), 0);
            (
                header.path().unwrap().display().to_string(),
                header.mode().unwrap(),
                header.uid().unwrap(),
                header.size().unwrap(),
            )
        });
        let expected = [
            ("home", 0o755, 0, 0),
            ("home/me", 0o700, 7, 0),
            ("tmp", 0o1777, 0, 0),
            ("usr", 0o755, 0, 0),
            ("usr/lib", 0o755, 0, 0),
            ("usr/lib/a", 0o777, 0, 0),
            ("usr/lib/b", 0o644, 0, 7),
        ];
        assert_eq!(
            entries.collect::<Vec<_>>(),
            expected.map(|(path, mode, uid, size)| (path.to_owned(), mode, uid, size))
        );
    }

    #[test]
    fn the_order_of_adding_does_not_matter() {
        let paths = ["/a/x", "/a.b", "/a", "/b"];
        let build = |paths: &mut dyn Iterator<Item = &&str>| {
            let mut archive = Archive::default();
            paths.for_each(|path| archive.add(path, 0o755, Content::Folder));
            written(&archive)
        };
        assert_eq!(build(&mut paths.iter()), build(&mut paths.iter().rev()));
    }

    #[test]
    fn a_path_too_long_for_ustar_is_an_error() {
        let mut archive = Archive::default();
        archive.add(format!("/{}", "x".repeat(300)), 0o644, Content::Folder);
        let error = archive.write_to(&mut Vec::new()).unwrap_err().to_string();
        assert!(error.starts_with("the path `/xxx"), "{error}");
    }
}
