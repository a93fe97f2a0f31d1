//! Which glibc a file needs, and which one a C library is: by the versions of symbols that the linker wrote down.

use std::fmt;
use std::fs::File;

use object::elf::FileHeader64;
use object::read::elf::{FileHeader, SectionHeader, SectionTable};
use object::read::{ReadRef, StringTable};
use object::{Endianness, SectionIndex};
use serde::{Deserialize, Serialize};

use super::reader::Reader;

type Header = FileHeader64<Endianness>;

/// A version of glibc: `2.36`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Glibc(u32, u32);

impl Glibc {
    /// The newest glibc that a symbol of `file` is from; `None` where it uses none, or says nothing of it.
    pub(crate) fn needed_by(file: &File) -> Option<Self> {
        needed(&Reader::cached(file)).ok().flatten()
    }

    /// The version of the C library whose bytes these are; `None` where they are not glibc's.
    pub(crate) fn of_library(bytes: &[u8]) -> Option<Self> {
        defined(bytes).ok().flatten()
    }

    /// Reads `GLIBC_2.36`; a third number is of no release that is still in use.
    fn parse(name: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(name).ok()?.strip_prefix("GLIBC_")?;
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        Some(Self(numbers.next()??, numbers.next()??))
    }
}

impl fmt::Display for Glibc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

fn needed<'a, R: ReadRef<'a>>(data: R) -> Result<Option<Glibc>, object::read::Error> {
    let header = Header::parse(data)?;
    let endian = header.endian()?;
    let sections = header.sections(endian, data)?;
    let Some((mut files, names)) = sections.gnu_verneed(endian, data)? else { return Ok(None) };
    let names = strings(&sections, names, endian, data)?;
    let mut newest = None;
    while let Some((_, mut versions)) = files.next()? {
        while let Some(version) = versions.next()? {
            newest = newest.max(Glibc::parse(version.name(endian, names)?));
        }
    }
    Ok(newest)
}

fn defined<'a, R: ReadRef<'a>>(data: R) -> Result<Option<Glibc>, object::read::Error> {
    let header = Header::parse(data)?;
    let endian = header.endian()?;
    let sections = header.sections(endian, data)?;
    let Some((mut versions, names)) = sections.gnu_verdef(endian, data)? else { return Ok(None) };
    let names = strings(&sections, names, endian, data)?;
    let mut newest = None;
    while let Some((_, mut auxiliary)) = versions.next()? {
        if let Some(version) = auxiliary.next()? {
            newest = newest.max(Glibc::parse(version.name(endian, names)?));
        }
    }
    Ok(newest)
}

fn strings<'a, R: ReadRef<'a>>(
    sections: &SectionTable<'a, Header, R>,
    index: SectionIndex,
    endian: Endianness,
    data: R,
) -> Result<StringTable<'a, R>, object::read::Error> {
    let section = sections.section(index)?;
    let (start, size) = section.file_range(endian).unwrap_or_default();
    Ok(StringTable::new(data, start, start.saturating_add(size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_needs_no_newer_glibc_than_this_machine_has() {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let libc = maps
            .lines()
            .find_map(|line| line.split_whitespace().last().filter(|path| path.ends_with("/libc.so.6")));
        let here = Glibc::of_library(&std::fs::read(libc.unwrap()).unwrap()).unwrap();
        let needed = Glibc::needed_by(&File::open("/proc/self/exe").unwrap()).unwrap();
        assert!(needed <= here && needed > Glibc(2, 0), "{needed} {here}");
    }

    #[test]
    fn versions_are_ordered_as_numbers() {
        assert!(Glibc::parse(b"GLIBC_2.4").unwrap() < Glibc::parse(b"GLIBC_2.36").unwrap());
        assert_eq!(Glibc::parse(b"GLIBC_2.2.5").unwrap().to_string(), "2.2");
        for other in [&b"GLIBC_PRIVATE"[..], b"GLIBC_ABI_DT_RELR", b"GCC_3.0", b"\xff"] {
            assert_eq!(Glibc::parse(other), None);
        }
    }

    #[test]
    fn what_is_no_c_library_has_no_version() {
        assert_eq!(Glibc::of_library(b"no ELF file"), None);
    }
}
