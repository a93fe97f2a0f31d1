//! What every archive of ours is written with: ustar's header with fixed times, and its blocks.

use std::io::{self, Read, Write};

use tar::{EntryType, Header};

/// An archive is of blocks of this many bytes.
pub(crate) const BLOCK: u64 = 512;
/// Two empty blocks end an archive.
pub(crate) const END: u64 = 2 * BLOCK;

/// The header of an entry that still lacks its path, and after that its checksum.
pub(crate) fn header(kind: EntryType, mode: u32, owner: u64, size: u64) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_uid(owner);
    header.set_gid(owner);
    header.set_mtime(0);
    header.set_size(size);
    header
}

/// Fills the last block of a content of this size.
pub(crate) fn pad(size: u64, out: &mut impl Write) -> io::Result<()> {
    zeros(size.next_multiple_of(BLOCK) - size, out)
}

/// Ends an archive.
pub(crate) fn end(out: &mut impl Write) -> io::Result<()> {
    zeros(END, out)
}

fn zeros(count: u64, out: &mut impl Write) -> io::Result<()> {
    io::copy(&mut io::repeat(0).take(count), out).map(drop)
}
