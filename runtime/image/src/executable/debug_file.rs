//! The other half of a program without its debug sections: an ELF file of these alone, which debuggers find by the build id.
//!
//! What the program itself has of loaded sections is in it by address and size, without content, as `objcopy --only-keep-debug`
//! leaves it.

use std::fs::File;

use object::elf::{self, FileHeader64};
use object::read::elf::{FileHeader, SectionHeader};
use object::{Endianness, pod};

use super::debug::{LARGEST_PADDING, Section, TABLE_ALIGNMENT, is_debug, pad, range};
use super::reader::Reader;
use super::source::Piece;

/// The pieces of `file` that a debugger needs beside the program; `None` where it has no debug sections, or some
/// that are beyond its end or want to stand further apart than any linker has them.
pub(super) fn debug_sections(file: &File) -> Option<Vec<Piece>> {
    let size = file.metadata().ok()?.len();
    let cache = Reader::cached(file);
    let header = FileHeader64::<Endianness>::parse(&cache).ok()?;
    let endian = header.endian().ok()?;
    let sections = header.sections(endian, &cache).ok()?;
    let mut header = *header;
    header.e_phoff.set(endian, 0);
    header.e_phnum.set(endian, 0);

    let mut body = Vec::new();
    let mut end = size_of_val(&header) as u64;
    let mut table = Vec::new();
    let mut has_debug = false;
    for section in sections.iter() {
        let mut entry: Section = *section;
        let name = sections.section_name(endian, section).unwrap_or_default();
        has_debug |= is_debug(section, endian, name);
        match range(section, endian) {
            Some(range) if is_kept(section, endian) => {
                let alignment = section.sh_addralign(endian).max(1);
                if alignment > LARGEST_PADDING || range.end > size {
                    return None;
                }
                pad(&mut body, &mut end, alignment);
                entry.sh_offset.set(endian, end);
                end += range.end - range.start;
                body.push(Piece::File(range));
            }
            Some(_) => entry.sh_type.set(endian, elf::SHT_NOBITS),
            None => {}
        }
        table.push(entry);
    }
    pad(&mut body, &mut end, TABLE_ALIGNMENT);
    header.e_shoff.set(endian, end);
    let pieces = [Piece::Bytes(pod::bytes_of(&header).to_vec())].into_iter().chain(body);
    let table = Piece::Bytes(pod::bytes_of_slice(&table).to_vec());
    has_debug.then(|| pieces.chain([table]).collect())
}

/// What is loaded is in the program; its notes are in both, since the build id is one.
fn is_kept(section: &Section, endian: Endianness) -> bool {
    !section.sh_flags(endian).contains(elf::SHF_ALLOC) || section.sh_type(endian) == elf::SHT_NOTE
}
