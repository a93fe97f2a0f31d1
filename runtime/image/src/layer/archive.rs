//! A tar archive whose bytes follow from its entries alone: ustar, sorted, with fixed times, owners and modes. A path that
//! ustar has no room for stands in a record of POSIX.1-2001 (pax) before its entry.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tar::{EntryType, Header};

use super::LayerError;
use super::asset::AssetFile;
use super::ground::{Access, Ground};
use crate::digest::{Digest, DigestWriter};
use crate::executable::Source;
use crate::ustar::{self, BLOCK, END};

/// The length of ustar's field for a path's last part, and of the one for a link's target.
const NAME: usize = 100;

/// What an entry is.
#[derive(Debug)]
pub(super) enum Content {
    Folder,
    Link(PathBuf),
    Bytes(Vec<u8>),
    File(Source),
    Asset(AssetFile),
}

impl Content {
    fn size(&self) -> u64 {
        match self {
            Self::Folder | Self::Link(_) => 0,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(source) => source.size(),
            Self::Asset(asset) => asset.size(),
        }
    }

    fn kind(&self) -> EntryType {
        match self {
            Self::Folder => EntryType::Directory,
            Self::Link(_) => EntryType::Symlink,
            Self::Bytes(_) | Self::File(_) | Self::Asset(_) => EntryType::Regular,
        }
    }
}

#[derive(Debug)]
struct Entry {
    content: Content,
    /// Its mode, numeric user and numeric group.
    access: Access,
}

/// Entries by their path in the image, without the leading slash, so that a folder comes before what is in it.
#[derive(Debug, Default)]
pub(super) struct Archive {
    entries: BTreeMap<PathBuf, Entry>,
    ground: Ground,
}

impl Archive {
    /// An archive that lies on `ground`: what leads through a link there goes where the link leads, and the folders above an entry
    /// stay as they are.
    pub(super) fn on(ground: &Ground) -> Self {
        Self { ground: ground.clone(), ..Self::default() }
    }

    /// Puts `content` at the absolute `path`, owned by root, with the folders above it.
    pub(super) fn add(&mut self, path: impl AsRef<Path>, mode: u32, content: Content) {
        self.add_owned(path, mode, 0, content);
    }

    /// Puts a folder there, as the ground has it or else for everybody to read.
    pub(super) fn add_folder(&mut self, path: impl AsRef<Path>) {
        let path = self.ground.resolved(path.as_ref(), true);
        let access = self.ground.access(&path);
        self.put(path, access, Content::Folder);
    }

    /// The same as [`add`](Self::add) with another owner.
    pub(super) fn add_owned(&mut self, path: impl AsRef<Path>, mode: u32, owner: u64, content: Content) {
        let path = self.ground.resolved(path.as_ref(), matches!(content, Content::Folder));
        self.put(path, (mode, owner, owner), content);
    }

    fn put(&mut self, path: PathBuf, access: Access, content: Content) {
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            if let Slot::Vacant(slot) = self.entries.entry(folder.into()) {
                slot.insert(Entry { content: Content::Folder, access: self.ground.access(folder) });
            }
        }
        self.entries.insert(path, Entry { content, access });
    }

    /// What an archive with other bytes would not have, without reading its files; `None` where that is not certain.
    pub(super) fn key(&self) -> Option<Digest> {
        let mut key = DigestWriter::new(io::sink());
        for (path, entry) in &self.entries {
            let content = match &entry.content {
                Content::Folder => String::new(),
                Content::Link(target) => target.to_str()?.to_owned(),
                Content::Bytes(bytes) => Digest::of(bytes).to_string(),
                Content::File(source) => source.key()?,
                Content::Asset(asset) => asset.key()?,
            };
            let (kind, (mode, user, group)) = (entry.content.kind(), entry.access);
            #[expect(
                clippy::unnecessary_debug_formatting,
                reason = "it tells paths apart that are no UTF-8"
            )]
            writeln!(key, "{path:?} {kind:?} {mode} {user} {group} {content}").ok()?;
        }
        Some(key.finish().1)
    }

    /// How many bytes [`write_to`](Self::write_to) writes.
    pub(super) fn size(&self) -> u64 {
        let entries = self.entries.iter().map(|(path, entry)| {
            let records = records(path, &entry.content).len() as u64;
            let extended = if records == 0 { 0 } else { BLOCK + records.next_multiple_of(BLOCK) };
            extended + BLOCK + entry.content.size().next_multiple_of(BLOCK)
        });
        entries.sum::<u64>() + END
    }

    /// Writes the archive without holding it in memory.
    pub(super) fn write_to(&self, out: &mut impl Write) -> Result<(), LayerError> {
        for (path, entry) in &self.entries {
            write_records(&records(path, &entry.content), out).map_err(LayerError::Write)?;
            out.write_all(header(path, entry)?.as_bytes()).map_err(LayerError::Write)?;
            match &entry.content {
                Content::Folder | Content::Link(_) => {}
                Content::Bytes(bytes) => out.write_all(bytes).map_err(LayerError::Write)?,
                Content::File(source) => write_file(source, out)?,
                Content::Asset(asset) => write_file(&asset.open()?, out)?,
            }
            ustar::pad(entry.content.size(), out).map_err(LayerError::Write)?;
        }
        ustar::end(out).map_err(LayerError::Write)
    }
}

fn header(path: &Path, entry: &Entry) -> Result<Header, LayerError> {
    let unfit = |source| LayerError::Path { path: Path::new("/").join(path), source };
    let (mode, user, group) = entry.access;
    let mut header = ustar::header(entry.content.kind(), mode, user, entry.content.size());
    header.set_gid(group);
    header.set_path(room(path, fits(path)).map_err(unfit)?).map_err(unfit)?;
    if let Content::Link(target) = &entry.content {
        header.set_link_name(room(target, link_fits(target)).map_err(unfit)?).map_err(unfit)?;
    }
    header.set_cksum();
    Ok(header)
}

/// Whether ustar has room for the path.
fn fits(path: &Path) -> bool {
    Header::new_ustar().set_path(path).is_ok()
}

fn link_fits(target: &Path) -> bool {
    Header::new_ustar().set_link_name(target).is_ok()
}

/// What stands in the header for a path: it, or its beginning where the whole is in a record before the entry. An error where
/// such a path is no UTF-8, which a record has to be.
fn room(path: &Path, fits: bool) -> io::Result<&Path> {
    if fits {
        return Ok(path);
    }
    let text = path.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
    let end = (0..=NAME).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    Ok(Path::new(&text[..end]))
}

/// The records that go before an entry: nothing for almost all of them.
fn records(path: &Path, content: &Content) -> String {
    let mut records = String::new();
    if let (false, Some(path)) = (fits(path), path.to_str()) {
        records.push_str(&record("path", path));
    }
    if let Content::Link(target) = content
        && let (false, Some(target)) = (link_fits(target), target.to_str())
    {
        records.push_str(&record("linkpath", target));
    }
    records
}

/// `LENGTH KEY=VALUE`, in which the length counts its own digits.
fn record(key: &str, value: &str) -> String {
    let rest = format!(" {key}={value}\n");
    let mut length = rest.len();
    while length != rest.len() + length.to_string().len() {
        length = rest.len() + length.to_string().len();
    }
    format!("{length}{rest}")
}

fn write_records(records: &str, out: &mut impl Write) -> io::Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let size = records.len() as u64;
    let mut header = ustar::header(EntryType::XHeader, 0o644, 0, size);
    header.set_path("pax")?;
    header.set_cksum();
    out.write_all(header.as_bytes())?;
    out.write_all(records.as_bytes())?;
    ustar::pad(size, out)
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
    fn a_path_too_long_for_ustar_is_whole_in_a_record() {
        let mut archive = Archive::default();
        let (long, target) = (format!("{}é/end", "x".repeat(99)), "y/".repeat(80));
        archive.add(format!("/{}/{long}", "z".repeat(180)), 0o644, Content::Bytes(b"there".to_vec()));
        archive.add("/link", 0o777, Content::Link(target.clone().into()));
        let bytes = written(&archive);
        let mut reader = tar::Archive::new(bytes.as_slice());
        let mut seen = Vec::new();
        for entry in reader.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut content = String::new();
            io::Read::read_to_string(&mut entry, &mut content).unwrap();
            let link = entry.link_name().unwrap().map(|name| name.display().to_string());
            seen.push((entry.path().unwrap().display().to_string(), link, content));
        }
        assert_eq!(seen[0], ("link".to_owned(), Some(target), String::new()));
        let last = seen.last().unwrap();
        assert_eq!(last.0, format!("{}/{long}", "z".repeat(180)));
        assert_eq!(last.2, "there");
    }

    #[test]
    fn a_record_counts_its_own_length() {
        for length in [1, 80, 88, 89, 90, 980, 990] {
            let record = record("path", &"x".repeat(length));
            assert_eq!(record.split_once(' ').unwrap().0, record.len().to_string());
        }
    }
}
