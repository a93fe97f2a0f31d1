//! Leaves debug sections out of a program: megabytes that nothing reads where it runs. `.symtab` stays, for backtraces.
//!
//! Only what lies behind everything that is loaded is moved, and a file whose layout is not fully understood is left whole.
//! Left-out sections keep their place in the section table as inactive entries, so that no index in the file changes.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Range;

use object::elf::{self, FileHeader64, SectionHeader64};
use object::read::elf::{FileHeader, ProgramHeader, SectionHeader};
use object::{Endianness, pod};

use super::reader::{Data, Reader};
use super::source::Piece;

pub(super) type Section = SectionHeader64<Endianness>;

/// Padding between sections up to this is no content of its own.
pub(super) const LARGEST_PADDING: u64 = 4096;
pub(super) const TABLE_ALIGNMENT: u64 = 8;

/// The pieces of `file` without its debug sections; `None` when it has none or its layout is not the usual one.
pub(super) fn without_debug_sections(file: &File) -> Option<Vec<Piece>> {
    let size = file.metadata().ok()?.len();
    let cache = Reader::cached(file);
    let header = FileHeader64::<Endianness>::parse(&cache).ok()?;
    let endian = header.endian().ok()?;
    let loaded = loaded_end(header, endian, &cache)?;
    let sections = header.sections(endian, &cache).ok()?;

    let mut dropped = BTreeSet::new();
    let mut tail = Vec::new();
    for (index, section) in sections.enumerate() {
        let Some(range) = range(section, endian) else {
            continue;
        };
        let name = sections.section_name(endian, section).ok()?;
        if range.start >= loaded && section.sh_addralign(endian) <= LARGEST_PADDING {
            if is_debug(section, endian, name) {
                dropped.insert(index.0);
            }
            tail.push((range, index.0));
        } else if range.end > loaded {
            return None;
        }
    }
    if dropped.is_empty() || refers_to_dropped(sections.iter(), endian, &dropped) {
        return None;
    }
    let table_start = header.e_shoff(endian);
    let table = table_start..table_start.saturating_add((sections.len() * size_of::<Section>()) as u64);
    tail.sort_by_key(|(range, _)| range.start);
    if !covers_all(loaded, &tail, &table, size) {
        return None;
    }
    let kept = tail.into_iter().filter(|(_, index)| !dropped.contains(index)).collect::<Vec<_>>();
    Some(Layout { header, endian, loaded }.pieces(sections.iter(), &kept, &dropped))
}

/// Where the last byte ends that a segment or the headers in front take.
fn loaded_end(header: &FileHeader64<Endianness>, endian: Endianness, data: Data<'_>) -> Option<u64> {
    let segments = header.program_headers(endian, data).ok()?;
    let table = size_of_val(segments) as u64;
    let headers = header.e_phoff(endian).checked_add(table);
    let ends = segments.iter().filter(|segment| segment.p_filesz(endian) > 0).map(|segment| {
        let (offset, size) = segment.file_range(endian);
        offset.checked_add(size)
    });
    ends.chain([headers, Some(size_of::<FileHeader64<Endianness>>() as u64)])
        .try_fold(0, |last: u64, end| Some(last.max(end?)))
}

/// The bytes a section has in the file, if any.
pub(super) fn range(section: &Section, endian: Endianness) -> Option<Range<u64>> {
    let (offset, size) = section.file_range(endian)?;
    (size > 0 && section.sh_type(endian) != elf::SHT_NULL).then(|| offset..offset.saturating_add(size))
}

pub(super) fn is_debug(section: &Section, endian: Endianness, name: &[u8]) -> bool {
    let loaded = section.sh_flags(endian).contains(elf::SHF_ALLOC);
    let named = name.starts_with(b".debug_") || name.starts_with(b".zdebug_") || name == b".gdb_index";
    named && !loaded && section.sh_type(endian) == elf::SHT_PROGBITS
}

/// Whether a section that stays is about one that goes: relocations kept by the linker.
fn refers_to_dropped<'a>(
    mut sections: impl Iterator<Item = &'a Section>,
    endian: Endianness,
    dropped: &BTreeSet<usize>,
) -> bool {
    sections.any(|section| {
        matches!(section.sh_type(endian), elf::SHT_REL | elf::SHT_RELA)
            && dropped.contains(&(section.sh_info(endian) as usize))
    })
}

/// Whether sections and table, in their order, take all bytes behind `loaded` without overlapping: nothing else hides there.
fn covers_all(loaded: u64, tail: &[(Range<u64>, usize)], table: &Range<u64>, size: u64) -> bool {
    let mut ranges = tail.iter().map(|(range, _)| range.clone()).chain([table.clone()]).collect::<Vec<_>>();
    ranges.sort_by_key(|range| range.start);
    let mut end = loaded;
    for range in ranges {
        if range.start < end || range.start - end > LARGEST_PADDING {
            return false;
        }
        end = range.end;
    }
    end == size
}

struct Layout<'a> {
    header: &'a FileHeader64<Endianness>,
    endian: Endianness,
    loaded: u64,
}

impl Layout<'_> {
    fn pieces<'a>(
        &self,
        sections: impl Iterator<Item = &'a Section>,
        kept: &[(Range<u64>, usize)],
        dropped: &BTreeSet<usize>,
    ) -> Vec<Piece> {
        let mut table = sections.copied().collect::<Vec<_>>();
        let mut body = Vec::new();
        let mut end = self.loaded;
        for (range, index) in kept {
            let section = &mut table[*index];
            pad(&mut body, &mut end, section.sh_addralign(self.endian).max(1));
            section.sh_offset.set(self.endian, end);
            end += range.end - range.start;
            body.push(Piece::File(range.clone()));
        }
        pad(&mut body, &mut end, TABLE_ALIGNMENT);

        for (index, section) in table.iter_mut().enumerate().skip(1) {
            if dropped.contains(&index) {
                pod::bytes_of_mut(section).fill(0);
            } else if section.sh_offset(self.endian) > end {
                section.sh_offset.set(self.endian, self.loaded);
            }
        }
        let mut header = *self.header;
        header.e_shoff.set(self.endian, end);

        let header_bytes = pod::bytes_of(&header).to_vec();
        let rest = header_bytes.len() as u64..self.loaded;
        let mut pieces = vec![Piece::Bytes(header_bytes), Piece::File(rest)];
        pieces.append(&mut body);
        pieces.push(Piece::Bytes(pod::bytes_of_slice(&table).to_vec()));
        pieces
    }
}

/// Zeros up to a multiple of `alignment`, which is at most [`LARGEST_PADDING`].
pub(super) fn pad(pieces: &mut Vec<Piece>, end: &mut u64, alignment: u64) {
    let aligned = end.next_multiple_of(alignment);
    if aligned > *end {
        let zeros = usize::try_from(aligned - *end).expect("padding is smaller than a section");
        pieces.push(Piece::Bytes(vec![0; zeros]));
        *end = aligned;
    }
}
