//! An archive to a zstd blob, streaming: the same archive gives the same bytes, and memory stays flat.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use zstd::stream::write::Encoder;

use super::archive::Archive;
use super::{LayerError, spool};
use crate::digest::{Digest, DigestWriter};

/// The fastest level that is smaller than gzip's, and the best one up to about 400 Mbit/s.
const LEVEL: i32 = 1;
/// Writes smaller than this would cost more in system calls than in compression.
const BUFFER: usize = 128 * 1024;

/// A compressed archive: an open file, with its digest and size.
pub(super) struct Compressed {
    pub(super) file: File,
    pub(super) digest: Digest,
    pub(super) size: u64,
}

/// The digest of the archive itself, which OCI calls the diff id.
pub(super) fn diff_id(archive: &Archive) -> Result<Digest, LayerError> {
    let mut writer = DigestWriter::new(io::sink());
    archive.write_to(&mut writer)?;
    Ok(writer.finish().1)
}

/// Compresses `archive` into a file without a name in the folder for temporary files: gone when it is closed.
pub(super) fn compress(archive: &Archive) -> Result<Compressed, LayerError> {
    let folder = std::env::temp_dir();
    let full = |source| LayerError::Spool { folder: folder.clone(), source };
    let file = BufWriter::with_capacity(BUFFER, spool::create(&folder).map_err(full)?);
    let encoder = encoder(DigestWriter::new(file), archive.size()).map_err(full)?;

    let mut input = BufWriter::with_capacity(BUFFER, encoder);
    archive.write_to(&mut input).map_err(|error| match error {
        LayerError::Write(source) => full(source),
        other => other,
    })?;
    let encoder = input.into_inner().map_err(|error| full(error.into_error()))?;
    let (file, digest, size) = encoder.finish().map_err(full)?.finish();
    let file = file.into_inner().map_err(|error| full(error.into_error()))?;
    Ok(Compressed { file, digest, size })
}

/// Every parameter that shows in the bytes is set here, and by the version of the library.
fn encoder<W: Write>(out: W, size: u64) -> io::Result<Encoder<'static, W>> {
    let mut encoder = Encoder::new(out, LEVEL)?;
    encoder.set_pledged_src_size(Some(size))?;
    encoder.include_contentsize(true)?;
    encoder.include_checksum(true)?;
    Ok(encoder)
}

/// Names what beside the archive decides a blob's bytes, in one word.
pub(super) fn parameters() -> String {
    format!("zstd-{}-{LEVEL}", zstd::zstd_safe::version_number())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};

    use super::super::archive::Content;
    use super::*;

    #[test]
    fn a_blob_unpacks_to_its_archive_and_is_the_same_twice() {
        let mut archive = Archive::default();
        archive.add("/file", 0o644, Content::Bytes(b"some text ".repeat(100_000)));
        let mut one = compress(&archive).unwrap();
        assert_eq!(one.digest, compress(&archive).unwrap().digest);

        let mut blob = Vec::new();
        one.file.rewind().unwrap();
        one.file.read_to_end(&mut blob).unwrap();
        assert_eq!((Digest::of(&blob), blob.len() as u64), (one.digest, one.size));
        let tar = zstd::decode_all(blob.as_slice()).unwrap();
        assert_eq!(Digest::of(&tar), diff_id(&archive).unwrap());
        assert!(one.size * 100 < archive.size());
    }
}
