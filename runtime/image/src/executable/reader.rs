//! A position of one's own in an open file: several threads read one file, and the position that the file has is one for all.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use object::read::ReadCache;

use crate::system::read_at;

/// Parts of a file.
pub(crate) type Data<'a> = &'a ReadCache<Reader<'a>>;

/// Reads a shared file from a position that nobody else moves.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    file: &'a File,
    position: u64,
}

impl<'a> Reader<'a> {
    /// Begins at this many bytes from the file's start.
    pub(crate) fn new(file: &'a File, position: u64) -> Self {
        Self { file, position }
    }

    /// The parts of the file that are asked for, kept.
    pub(crate) fn cached(file: &'a File) -> ReadCache<Self> {
        ReadCache::new(Self::new(file, 0))
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_at(self.file, buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for Reader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn readers_of_one_file_do_not_move_each_other() {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..=255).collect();
        io::Write::write_all(&mut file, &bytes).unwrap();
        let file = &file;
        thread::scope(|scope| {
            for first in 0..4_u8 {
                scope.spawn(move || {
                    let mut reader = Reader::new(file, 0);
                    for at in (first..252).cycle().take(20_000) {
                        let mut four = [0; 4];
                        reader.seek(SeekFrom::Start(at.into())).unwrap();
                        reader.read_exact(&mut four).unwrap();
                        assert_eq!(four, [at, at + 1, at + 2, at + 3]);
                    }
                });
            }
        });
    }

    #[test]
    fn positions_count_from_the_start_the_place_and_the_end() {
        let mut file = tempfile::tempfile().unwrap();
        io::Write::write_all(&mut file, b"0123456789").unwrap();
        let mut reader = Reader::new(&file, 2);
        assert_eq!(reader.seek(SeekFrom::Current(3)).unwrap(), 5);
        assert_eq!(reader.seek(SeekFrom::End(-1)).unwrap(), 9);
        assert!(reader.seek(SeekFrom::Current(-10)).is_err());
        let mut last = String::new();
        reader.read_to_string(&mut last).unwrap();
        assert_eq!(last, "9");
    }
}
