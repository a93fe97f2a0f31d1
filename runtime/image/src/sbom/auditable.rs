//! The list of crates that `cargo auditable` writes into a program: JSON, compressed, in a section of its own
//! (<https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md>).

use std::fs::File;
use std::io::Read;

use object::Endianness;
use object::elf::FileHeader64;
use object::read::elf::{FileHeader, SectionHeader};
use serde::Deserialize;

use super::Package;
use crate::executable::Reader;

const SECTION: &[u8] = b".dep-v0";
/// A list of thousands of crates is of some hundred kilobytes; a larger one is none.
const LARGEST: u64 = 8 << 20;

/// The list in `file`, unpacked; `None` where there is none, and an error where it cannot be unpacked.
pub(super) fn section(file: &File) -> Option<Result<Vec<u8>, String>> {
    packed(file).map(|packed| {
        let mut json = Vec::new();
        let read = flate2::read::ZlibDecoder::new(packed.as_slice()).take(LARGEST).read_to_end(&mut json);
        read.map(|_| json).map_err(|error| error.to_string())
    })
}

fn packed(file: &File) -> Option<Vec<u8>> {
    let cache = Reader::cached(file);
    let header = FileHeader64::<Endianness>::parse(&cache).ok()?;
    let endian = header.endian().ok()?;
    let sections = header.sections(endian, &cache).ok()?;
    let (_, section) = sections.section_by_name(endian, SECTION)?;
    section.data(endian, &cache).ok().map(<[u8]>::to_vec)
}

#[derive(Deserialize)]
struct List {
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    source: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    dependencies: Vec<usize>,
    #[serde(default)]
    root: bool,
}

/// The crates of a list that end up in the program; build scripts and macros do not.
pub(super) fn packages(json: &[u8]) -> Result<Vec<Package>, String> {
    let list: List = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let is_linked = |entry: &Entry| entry.kind.as_deref() != Some("build");
    let mut places = Vec::new();
    let mut next = 0;
    for entry in &list.packages {
        places.push(is_linked(entry).then_some(next));
        next += usize::from(is_linked(entry));
    }
    let linked = list.packages.into_iter().filter(is_linked).map(|entry| Package {
        name: entry.name,
        version: entry.version,
        public: entry.source == "crates.io",
        checksum: None,
        dependencies: entry.dependencies.iter().filter_map(|on| places.get(*on).copied().flatten()).collect(),
        root: entry.root,
    });
    Ok(linked.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_builds_the_program_is_left_out() {
        let json = br#"{"packages": [
            {"name": "app", "version": "0.1.0", "source": "local", "root": true, "dependencies": [1, 2]},
            {"name": "cc", "version": "1.0.0", "source": "crates.io", "kind": "build"},
            {"name": "serde", "version": "1.0.1", "source": "crates.io"}
        ]}"#;
        let packages = packages(json).unwrap();
        let named = packages.iter().map(|package| (package.name.as_str(), package.public, package.root));
        assert_eq!(named.collect::<Vec<_>>(), [("app", false, true), ("serde", true, false)]);
        assert_eq!(packages[0].dependencies, [1]);
    }

    #[test]
    fn a_list_in_a_program_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let (list, program) = (folder.path().join("list"), folder.path().join("program"));
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, b"{\"packages\": []}").unwrap();
        std::fs::write(&list, packed.finish().unwrap()).unwrap();
        let added = std::process::Command::new("objcopy")
            .arg(format!("--add-section=.dep-v0={}", list.display()))
            .arg(std::env::current_exe().unwrap())
            .arg(&program)
            .status();
        assert!(added.expect("objcopy comes with the linker").success());
        let json = section(&File::open(program).unwrap()).unwrap().unwrap();
        assert_eq!(json, b"{\"packages\": []}");
    }

    #[test]
    fn a_program_without_a_list_has_none() {
        assert!(section(&File::open("/proc/self/exe").unwrap()).is_none());
    }
}
