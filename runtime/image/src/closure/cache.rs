//! `/etc/ld.so.cache`, glibc's table of where each library is: the host's read, the image's written.
//! Its format is `struct cache_file_new` in glibc's `sysdeps/generic/dl-cache.h`.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::executable::Architecture;

const OLD_MAGIC: &[u8] = b"ld.so-1.7.0";
const OLD_HEADER: usize = 16;
const OLD_ENTRY: usize = 12;
const MAGIC: &[u8] = b"glibc-ld.so.cache1.1";
const HEADER: usize = 48;
const ENTRY: usize = 24;

/// The host's table: library names and the files that have them, in the loader's order.
#[derive(Debug, Default)]
pub(super) struct Cache {
    paths: HashMap<String, Vec<PathBuf>>,
}

impl Cache {
    /// Reads a table; one that is missing or damaged is empty, as for the loader.
    pub(super) fn read(path: &Path) -> Self {
        std::fs::read(path).ok().and_then(|bytes| Self::parse(&bytes)).unwrap_or_default()
    }

    /// Where the library `name` may be, but for builds for newer processors.
    pub(super) fn find(&self, name: &str) -> &[PathBuf] {
        self.paths.get(name).map_or(&[], Vec::as_slice)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let table = behind_old_table(bytes)?;
        if !table.starts_with(MAGIC) {
            return None;
        }
        let count = u32_at(table, MAGIC.len())?;
        let mut paths: HashMap<_, Vec<_>> = HashMap::new();
        for index in 0..count {
            let entry = HEADER + index * ENTRY;
            let name = string_at(table, u32_at(table, entry + 4)?)?;
            let path = string_at(table, u32_at(table, entry + 8)?)?;
            let hardware = table.get(entry + 16..entry + ENTRY)?;
            // Any bit here limits the file to newer processors than the architecture's first (glibc-hwcaps).
            if hardware.iter().all(|byte| *byte == 0) {
                paths.entry(name.to_owned()).or_default().push(path.into());
            }
        }
        Some(Self { paths })
    }
}

/// Caches written before glibc 2.32 have a table of the old format in front.
fn behind_old_table(bytes: &[u8]) -> Option<&[u8]> {
    if !bytes.starts_with(OLD_MAGIC) {
        return Some(bytes);
    }
    let count = u32_at(bytes, 12)?;
    let end = count.checked_mul(OLD_ENTRY)?.checked_add(OLD_HEADER)?;
    bytes.get(end.checked_next_multiple_of(8)?..)
}

fn u32_at(bytes: &[u8], offset: usize) -> Option<usize> {
    let bytes = bytes.get(offset..offset.checked_add(4)?)?;
    usize::try_from(u32::from_ne_bytes(bytes.try_into().ok()?)).ok()
}

fn string_at(bytes: &[u8], offset: usize) -> Option<&str> {
    let bytes = bytes.get(offset..)?;
    let end = bytes.iter().position(|byte| *byte == 0)?;
    std::str::from_utf8(&bytes[..end]).ok()
}

/// The bytes of a table in which the loader of `architecture` finds each of `libraries`, given as name and path.
pub(super) fn write(architecture: Architecture, libraries: &[(String, String)]) -> Vec<u8> {
    let mut sorted = libraries.iter().collect::<Vec<_>>();
    // The loader's binary search expects descending order.
    sorted.sort_by(|a, b| compare(&b.0, &a.0));
    let little = architecture != Architecture::S390x;
    let number = |value: usize| {
        let value = u32::try_from(value).expect("the table of one program's libraries is smaller than 4 GiB");
        if little { value.to_le_bytes() } else { value.to_be_bytes() }
    };

    let strings_start = HEADER + sorted.len() * ENTRY;
    let mut strings = Vec::new();
    let mut add = |text: &str| {
        let start = strings_start + strings.len();
        strings.extend_from_slice(text.as_bytes());
        strings.push(0);
        number(start)
    };
    let mut entries = Vec::new();
    for (name, path) in sorted {
        entries.extend_from_slice(&number(flags(architecture)));
        entries.extend_from_slice(&add(name));
        entries.extend_from_slice(&add(path));
        entries.extend_from_slice(&[0; 12]);
    }

    let mut table = MAGIC.to_vec();
    table.extend_from_slice(&number(libraries.len()));
    table.extend_from_slice(&number(strings.len()));
    table.push(if little { 2 } else { 3 });
    table.resize(HEADER, 0);
    table.extend(entries);
    table.extend(strings);
    table
}

/// `_DL_CACHE_DEFAULT_ID`: a glibc 2 library of this architecture (and, on RISC-V, of the double-float ABI).
const fn flags(architecture: Architecture) -> usize {
    match architecture {
        Architecture::Amd64 => 0x0303,
        Architecture::Arm64 => 0x0a03,
        Architecture::Ppc64le => 0x0503,
        Architecture::Riscv64 => 0x1003,
        Architecture::S390x => 0x0403,
    }
}

/// `_dl_cache_libcmp`: digits compare as numbers and sort after everything else.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        match (a.first(), b.first()) {
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                match take_number(&mut a).cmp(&take_number(&mut b)) {
                    Ordering::Equal => {}
                    unequal => return unequal,
                }
            }
            (Some(x), _) if x.is_ascii_digit() => return Ordering::Greater,
            (_, Some(y)) if y.is_ascii_digit() => return Ordering::Less,
            (x, y) if x != y => return x.cmp(&y),
            (None, _) => return Ordering::Equal,
            _ => (a, b) = (&a[1..], &b[1..]),
        }
    }
}

fn take_number(text: &mut &[u8]) -> u64 {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits
        .iter()
        .fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_of_this_machine_knows_libc() {
        let paths = Cache::read(Path::new("/etc/ld.so.cache")).find("libc.so.6").to_vec();
        assert!(paths.iter().any(|path| path.exists()), "{paths:?}");
    }

    #[test]
    fn what_is_written_is_read() {
        let libraries =
            ["libb.so.2", "libb.so.10", "liba.so.1"].map(|name| (name.to_owned(), format!("/opt/{name}")));
        let cache = Cache::parse(&write(Architecture::Amd64, &libraries)).unwrap();
        assert_eq!(cache.find("libb.so.10"), [PathBuf::from("/opt/libb.so.10")]);
        assert_eq!(cache.paths.len(), 3);
    }

    #[test]
    fn numbers_in_names_compare_as_numbers() {
        assert_eq!(compare("libb.so.10", "libb.so.2"), Ordering::Greater);
        assert_eq!(compare("lib1.so", "liba.so"), Ordering::Greater);
        assert_eq!(compare("liba.so", "liba.so.1"), Ordering::Less);
        assert_eq!(compare("liba.so", "liba.so"), Ordering::Equal);
    }

    #[test]
    fn builds_for_newer_processors_are_left_out() {
        let mut table = write(Architecture::Amd64, &[("liba.so.1".to_owned(), "/opt/liba.so.1".to_owned())]);
        table[HEADER + ENTRY - 1] = 0x40;
        assert!(Cache::parse(&table).unwrap().find("liba.so.1").is_empty());
    }

    #[test]
    fn a_table_behind_one_of_the_old_format_is_found() {
        let mut bytes = OLD_MAGIC.to_vec();
        bytes.resize(12, 0);
        bytes.extend_from_slice(&1_u32.to_ne_bytes());
        bytes.resize(32, 0);
        bytes.extend(write(Architecture::Amd64, &[("liba.so.1".to_owned(), "/opt/liba.so.1".to_owned())]));
        assert_eq!(Cache::parse(&bytes).unwrap().find("liba.so.1").len(), 1);
    }

    #[test]
    fn a_damaged_table_is_empty() {
        let table = write(Architecture::Amd64, &[("liba.so.1".to_owned(), "/opt/liba.so.1".to_owned())]);
        assert!(Cache::parse(&table[..table.len() - 3]).is_none());
        assert!(Cache::parse(b"ld.so-1.7.0").is_none());
        assert!(Cache::parse(b"").is_none());
    }
}
