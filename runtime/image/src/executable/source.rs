//! The bytes of a file as they are packaged: an open file, whole or in pieces, that is read without holding it in memory.

use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::reader::Reader;
use crate::system::{Known, known};

/// A part of what is packaged.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// These bytes of the file.
    File(Range<u64>),
    /// Bytes in the place of those of the file.
    Bytes(Vec<u8>),
}

impl Piece {
    fn size(&self) -> u64 {
        match self {
            Self::File(range) => range.end - range.start,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }
}

/// An open file and the pieces of it that are packaged. The file stays the one that was opened, whatever its path means later.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    path: PathBuf,
    file: Arc<File>,
    pieces: Arc<[Piece]>,
    stamp: Stamp,
}

/// Which file it is, and what changes when its bytes do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    file: (u64, u64),
    size: u64,
    modified: (i64, i64),
    /// When its bytes or its names changed: no program sets this one. `None` where the system does not keep it.
    changed: Option<(i64, i64)>,
}

/// How much is read at once: less costs more in system calls than in copying.
const READ: usize = 128 << 10;

/// A file that changed less than this long ago may change again in the same tick of its clock.
const SETTLED: Duration = Duration::from_secs(1);

impl Stamp {
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let Known { file, modified, changed, .. } = known(metadata);
        Self { file, size: metadata.len(), modified, changed }
    }

    /// Whether it is the same file with the same bytes, whatever its names are.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.file, self.size, self.modified) == (other.file, other.size, other.modified)
    }

    /// The file's size in bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// A text that another content of the file would not have; `None` while it is too young to be sure of that.
    pub(crate) fn key(&self) -> Option<String> {
        let age = SystemTime::now().duration_since(time(self.changed?)?).ok()?;
        (age > SETTLED).then(|| format!("{self:?}"))
    }
}

/// Seconds and nanoseconds since 1970 as a time.
fn time((seconds, nanoseconds): (i64, i64)) -> Option<SystemTime> {
    let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanoseconds).ok()?);
    UNIX_EPOCH.checked_add(since)
}

impl Source {
    /// The whole of `file`, which was opened at `path`.
    pub(crate) fn whole(path: PathBuf, file: File) -> io::Result<Self> {
        let stamp = Stamp::of(&file.metadata()?);
        Ok(Self { path, file: Arc::new(file), pieces: [Piece::File(0..stamp.size)].into(), stamp })
    }

    /// The same file in these pieces.
    pub(crate) fn in_pieces(&self, pieces: Vec<Piece>) -> Self {
        Self { pieces: pieces.into(), ..self.clone() }
    }

    /// Where the file was opened.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The open file.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// The file system and the number of the file: two paths of one file have the same.
    pub(crate) fn identity(&self) -> (u64, u64) {
        self.stamp.file
    }

    /// What the file was when it was opened.
    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// A text that other bytes would not have, without reading the file; `None` where that is not certain.
    pub(crate) fn key(&self) -> Option<String> {
        Some(format!("{} {:?}", self.stamp.key()?, self.pieces))
    }

    /// How many bytes are packaged.
    pub(crate) fn size(&self) -> u64 {
        self.pieces.iter().map(Piece::size).sum()
    }

    /// Writes the pieces to `out`; an error of kind `InvalidData` when the file was changed since it was opened.
    pub(crate) fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        for piece in &*self.pieces {
            match piece {
                Piece::Bytes(bytes) => out.write_all(bytes)?,
                Piece::File(range) => self.write_range(range.clone(), out)?,
            }
        }
        if self.stamp.is_same(&Stamp::of(&self.file.metadata()?)) { Ok(()) } else { Err(changed()) }
    }

    fn write_range(&self, range: Range<u64>, out: &mut impl Write) -> io::Result<()> {
        let size = range.end - range.start;
        let reader = Reader::new(&self.file, range.start).take(size);
        // With a buffer of its own `io::copy` reads a few kilobytes at once.
        let mut reader = BufReader::with_capacity(READ, reader);
        if io::copy(&mut reader, out)? == size { Ok(()) } else { Err(changed()) }
    }
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it was changed while it was packaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(content: &[u8]) -> (tempfile::TempDir, Source) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, content).unwrap();
        let file = File::open(&path).unwrap();
        (folder, Source::whole(path, file).unwrap())
    }

    #[test]
    fn a_file_that_changed_late_in_a_second_is_young_in_the_next_one() {
        let changed = time((10, 900_000_000)).unwrap();
        let now = UNIX_EPOCH + Duration::from_millis(11_500);
        assert!(now.duration_since(changed).unwrap() < SETTLED);
    }

    #[test]
    fn pieces_are_written_in_their_order() {
        let (_folder, source) = source(b"0123456789");
        let pieces =
            source.in_pieces(vec![Piece::Bytes(b"ab".to_vec()), Piece::File(7..9), Piece::File(0..1)]);
        let mut out = Vec::new();
        pieces.write_to(&mut out).unwrap();
        assert_eq!(out, b"ab780");
        assert_eq!(pieces.size(), 5);
    }

    #[test]
    fn a_file_replaced_at_its_path_keeps_its_bytes() {
        let (folder, source) = source(b"old");
        let new = folder.path().join("new");
        std::fs::write(&new, "newer").unwrap();
        std::fs::rename(new, source.path()).unwrap();
        let mut out = Vec::new();
        source.write_to(&mut out).unwrap();
        assert_eq!(out, b"old");
    }

    #[test]
    fn a_file_written_over_is_an_error() {
        let (_folder, source) = source(b"old");
        std::fs::write(source.path(), "newer").unwrap();
        assert_eq!(source.write_to(&mut Vec::new()).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
