//! Writes a layer: tar, compressed with zstd, hashed on both sides of the compression, in one pass.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use tar::{EntryType, Header};

use super::content::{Content, Entry, Item};
use super::{Layer, LayerError};
use crate::digest::DigestWriter;

/// Level 1 is faster than sending the bytes as they are, even to this machine, and higher levels win on slow links only.
const LEVEL: i32 = 1;
const BLOCK: u64 = 512;
/// An archive ends with two empty blocks.
const END: [u8; 1024] = [0; 1024];

type Compressed = DigestWriter<BufWriter<File>>;
type Archive = DigestWriter<zstd::Encoder<'static, Compressed>>;

pub(super) fn write(content: &Content) -> Result<Layer, LayerError> {
    let file = tempfile::tempfile().map_err(LayerError::Write)?;
    let mut archive = begin(file, size(content)).map_err(LayerError::Write)?;
    for (path, entry) in content.iter() {
        write_entry(&mut archive, path, entry)?;
    }
    end(archive).map_err(LayerError::Write)
}

/// How many bytes the archive will have; the compressor writes it into the frame.
fn size(content: &Content) -> u64 {
    content.iter().map(|(_, entry)| BLOCK + entry.item.size().next_multiple_of(BLOCK)).sum::<u64>()
        + END.len() as u64
}

fn begin(file: File, size: u64) -> io::Result<Archive> {
    let mut encoder = zstd::Encoder::new(DigestWriter::new(BufWriter::new(file)), LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.include_contentsize(true)?;
    encoder.set_pledged_src_size(Some(size))?;
    Ok(DigestWriter::new(encoder))
}

fn write_entry(archive: &mut Archive, path: &Path, entry: &Entry) -> Result<(), LayerError> {
    let header = header(path, entry).ok_or_else(|| LayerError::Path { path: Path::new("/").join(path) })?;
    archive.write_all(header.as_bytes()).map_err(LayerError::Write)?;
    match &entry.item {
        Item::Folder | Item::Link(_) => {}
        Item::Bytes(bytes) => archive.write_all(bytes).map_err(LayerError::Write)?,
        Item::File(source) => source
            .write_to(archive)
            .map_err(|error| LayerError::Read { path: source.path().to_owned(), source: error })?,
    }
    let size = entry.item.size();
    let padding = usize::try_from(size.next_multiple_of(BLOCK) - size).expect("less than a block");
    archive.write_all(&vec![0; padding]).map_err(LayerError::Write)
}

/// A header that depends on nothing but the path and the entry; `None` where ustar cannot hold a path.
fn header(path: &Path, entry: &Entry) -> Option<Header> {
    let mut header = Header::new_ustar();
    header.set_path(path).ok()?;
    header.set_size(entry.item.size());
    header.set_mode(entry.mode);
    header.set_uid(entry.owner.into());
    header.set_gid(entry.owner.into());
    header.set_mtime(0);
    let kind = match &entry.item {
        Item::Folder => EntryType::Directory,
        Item::Bytes(_) | Item::File(_) => EntryType::Regular,
        Item::Link(_) => EntryType::Symlink,
    };
    header.set_entry_type(kind);
    if let Item::Link(target) = &entry.item {
        header.set_link_name(target).ok()?;
    }
    header.set_cksum();
    Some(header)
}

fn end(mut archive: Archive) -> io::Result<Layer> {
    archive.write_all(&END)?;
    let (encoder, diff_id, _) = archive.finish();
    let (writer, digest, size) = encoder.finish()?.finish();
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(Layer { digest, diff_id, size, blob: Arc::new(file) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{Read, Seek};

    use super::*;

    fn content() -> Content {
        let mut content = Content::default();
        content.bytes("/etc/b", b"bb".to_vec(), 0o644);
        content.folder("/tmp", 0o1777, 0);
        content.link(Path::new("/lib/x.so"), "y.so".into());
        content
    }

    fn entries(layer: &Layer) -> BTreeMap<String, (u32, Vec<u8>)> {
        let mut file = layer.blob.try_clone().unwrap();
        file.rewind().unwrap();
        let mut archive = tar::Archive::new(zstd::Decoder::new(file).unwrap());
        let entries = archive.entries().unwrap().map(|entry| {
            let mut entry = entry.unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.path().unwrap().display().to_string(), (entry.header().mode().unwrap(), bytes))
        });
        entries.collect()
    }

    #[test]
    fn folders_come_before_what_is_in_them() {
        let layer = write(&content()).unwrap();
        let entries = entries(&layer);
        assert_eq!(entries.keys().collect::<Vec<_>>(), ["etc", "etc/b", "lib", "lib/x.so", "tmp"]);
        assert_eq!(entries["etc/b"], (0o644, b"bb".to_vec()));
        assert_eq!(entries["tmp"].0, 0o1777);
    }

    #[test]
    fn the_same_files_are_the_same_bytes() {
        let (one, two) = (write(&content()).unwrap(), write(&content()).unwrap());
        assert_eq!((one.digest, one.diff_id, one.size), (two.digest, two.diff_id, two.size));
    }

    #[test]
    fn a_path_that_ustar_cannot_hold_is_refused() {
        let mut content = Content::default();
        content.bytes(format!("/{}", "x".repeat(300)), Vec::new(), 0o644);
        assert!(matches!(write(&content), Err(LayerError::Path { .. })));
    }
}
