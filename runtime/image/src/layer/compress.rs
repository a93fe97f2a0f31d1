//! An archive to a blob, streaming: the same archive gives the same bytes, and memory stays flat.

use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use flate2::GzBuilder;
use flate2::write::GzEncoder;
use zstd::stream::write::Encoder as ZstdEncoder;

use super::LayerError;
use super::archive::Archive;
use crate::digest::{Digest, DigestWriter};
use crate::spool;

/// Writes smaller than this would cost more in system calls than in compression.
const BUFFER: usize = 128 * 1024;
/// Beyond it zstd wants more memory to unpack than container runtimes give it.
const HIGHEST_ZSTD: u8 = 19;
/// What gzip calls its best one.
const HIGHEST_GZIP: u8 = 9;
/// A link that carries less than this many bytes a second (300 Mbit/s) is worth the time of a smaller blob.
const SLOW_LINK: u64 = 300_000_000 / 8;

/// How the layers of an image are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// zstd, which containerd has read since 1.5: faster than gzip and smaller. The level is 1 to 19.
    Zstd(u8),
    /// gzip, which everything reads. The level is 1 to 9.
    Gzip(u8),
    /// None: for what unpacks on this machine.
    None,
}

impl Compression {
    /// zstd with the level that suits a link which carried `rate` bytes a second when it was last measured.
    pub fn for_link(rate: Option<u64>) -> Self {
        match rate {
            Some(rate) if rate < SLOW_LINK => Self::Zstd(3),
            _ => Self::default(),
        }
    }

    /// For a layer that is sent once and stays: a level better, where there is one.
    pub(super) fn for_keeps(self) -> Self {
        match self {
            Self::Zstd(level) => Self::Zstd(level.max(3)),
            other => other,
        }
    }

    /// OCI's name for a layer of it.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Zstd(_) => "application/vnd.oci.image.layer.v1.tar+zstd",
            Self::Gzip(_) => "application/vnd.oci.image.layer.v1.tar+gzip",
            Self::None => "application/vnd.oci.image.layer.v1.tar",
        }
    }

    /// Names what beside the archive decides a blob's bytes, in one word.
    pub(super) fn parameters(self) -> String {
        match self {
            Self::Zstd(level) => format!("zstd-{}-{level}", zstd::zstd_safe::version_number()),
            Self::Gzip(level) => format!("gzip-{}-{level}", env!("CARGO_PKG_VERSION")),
            Self::None => "tar".to_owned(),
        }
    }
}

impl Default for Compression {
    /// The fastest level that is smaller than gzip's, and the best one up to about 400 Mbit/s.
    fn default() -> Self {
        Self::Zstd(1)
    }
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zstd(level) => write!(f, "zstd:{level}"),
            Self::Gzip(level) => write!(f, "gzip:{level}"),
            Self::None => f.write_str("none"),
        }
    }
}

/// A text that names no compression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no compression: it is `zstd`, `zstd:1` to `zstd:19`, `gzip`, `gzip:1` to `gzip:9`, or `none`"
)]
pub struct CompressionError(String);

impl FromStr for Compression {
    type Err = CompressionError;

    fn from_str(text: &str) -> Result<Self, CompressionError> {
        let wrong = || CompressionError(text.to_owned());
        let level = |text: &str, highest| {
            text.parse().ok().filter(|level| (1..=highest).contains(level)).ok_or_else(wrong)
        };
        match text.split_once(':') {
            None if text == "zstd" => Ok(Self::default()),
            None if text == "gzip" => Ok(Self::Gzip(6)),
            None if text == "none" => Ok(Self::None),
            Some(("zstd", at)) => Ok(Self::Zstd(level(at, HIGHEST_ZSTD)?)),
            Some(("gzip", at)) => Ok(Self::Gzip(level(at, HIGHEST_GZIP)?)),
            _ => Err(wrong()),
        }
    }
}

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
pub(super) fn compress(archive: &Archive, compression: Compression) -> Result<Compressed, LayerError> {
    compress_while(&AtomicBool::new(true), archive, compression)
}

/// The same as long as it is `wanted`, an error after that.
fn compress_while(
    wanted: &AtomicBool,
    archive: &Archive,
    compression: Compression,
) -> Result<Compressed, LayerError> {
    let folder = std::env::temp_dir();
    let full = |source| LayerError::Spool { folder: folder.clone(), source };
    let file = BufWriter::with_capacity(BUFFER, spool::create(&folder).map_err(full)?);
    let encoder = Encoder::new(DigestWriter::new(file), compression, archive.size()).map_err(full)?;

    let mut input = BufWriter::with_capacity(BUFFER, While { wanted, inner: encoder });
    archive.write_to(&mut input).map_err(|error| match error {
        LayerError::Write(source) => full(source),
        other => other,
    })?;
    let encoder = input.into_inner().map_err(|error| full(error.into_error()))?.inner;
    let (file, digest, size) = encoder.finish().map_err(full)?.finish();
    let file = file.into_inner().map_err(|error| full(error.into_error()))?;
    Ok(Compressed { file, digest, size })
}

/// What came of an archive.
pub(super) enum Outcome<K> {
    /// What it gives was known before.
    Known(K),
    Made(Compressed),
}

/// The digest of an archive, and its compressed bytes unless `recall` knows of the digest what they are. Both are made side by
/// side, each reading the archive: they take a processor each, and most of the time the archive has not been seen before.
pub(super) fn digest_and_compress<K>(
    archive: &Archive,
    compression: Compression,
    recall: impl FnOnce(&Digest) -> Option<K>,
) -> Result<(Digest, Outcome<K>), LayerError> {
    let wanted = AtomicBool::new(true);
    thread::scope(|scope| {
        let compressing = scope.spawn(|| compress_while(&wanted, archive, compression));
        let digest = diff_id(archive);
        let known = digest.as_ref().ok().and_then(recall);
        wanted.store(known.is_none() && digest.is_ok(), Ordering::Relaxed);
        let compressed = compressing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let digest = digest?;
        Ok((digest, if let Some(known) = known { Outcome::Known(known) } else { Outcome::Made(compressed?) }))
    })
}

/// Fails once what it writes is not wanted any more.
struct While<'a, W> {
    wanted: &'a AtomicBool,
    inner: W,
}

impl<W: Write> Write for While<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.wanted.load(Ordering::Relaxed) {
            self.inner.write(bytes)
        } else {
            Err(io::Error::other("nobody wants it any more"))
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

enum Encoder<W: Write> {
    Zstd(ZstdEncoder<'static, W>),
    Gzip(GzEncoder<W>),
    None(W),
}

impl<W: Write> Encoder<W> {
    /// Every parameter that shows in the bytes is set here, and by the versions of the libraries.
    fn new(out: W, compression: Compression, size: u64) -> io::Result<Self> {
        Ok(match compression {
            Compression::Zstd(level) => {
                let mut encoder = ZstdEncoder::new(out, level.into())?;
                encoder.set_pledged_src_size(Some(size))?;
                encoder.include_contentsize(true)?;
                encoder.include_checksum(true)?;
                Self::Zstd(encoder)
            }
            Compression::Gzip(level) => {
                let level = flate2::Compression::new(level.into());
                Self::Gzip(GzBuilder::new().mtime(0).write(out, level))
            }
            Compression::None => Self::None(out),
        })
    }

    fn finish(self) -> io::Result<W> {
        match self {
            Self::Zstd(encoder) => encoder.finish(),
            Self::Gzip(encoder) => encoder.finish(),
            Self::None(out) => Ok(out),
        }
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Zstd(encoder) => encoder.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::None(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Zstd(encoder) => encoder.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::None(out) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};

    use super::super::archive::Content;
    use super::*;

    fn unpacked(blob: &[u8], compression: Compression) -> Vec<u8> {
        let mut tar = Vec::new();
        match compression {
            Compression::Zstd(_) => zstd::Decoder::new(blob).unwrap().read_to_end(&mut tar).unwrap(),
            Compression::Gzip(_) => flate2::read::GzDecoder::new(blob).read_to_end(&mut tar).unwrap(),
            Compression::None => tar.write(blob).unwrap(),
        };
        tar
    }

    #[test]
    fn a_blob_unpacks_to_its_archive_and_is_the_same_twice() {
        let mut archive = Archive::default();
        archive.add("/file", 0o644, Content::Bytes(b"some text ".repeat(100_000)));
        for compression in
            [Compression::Zstd(1), Compression::Zstd(19), Compression::Gzip(6), Compression::None]
        {
            let mut one = compress(&archive, compression).unwrap();
            assert_eq!(one.digest, compress(&archive, compression).unwrap().digest);

            let mut blob = Vec::new();
            one.file.rewind().unwrap();
            one.file.read_to_end(&mut blob).unwrap();
            assert_eq!((Digest::of(&blob), blob.len() as u64), (one.digest, one.size));
            assert_eq!(
                Digest::of(&unpacked(&blob, compression)),
                diff_id(&archive).unwrap(),
                "{compression}"
            );
            assert_eq!(one.size * 100 < archive.size(), compression != Compression::None);
        }
    }

    #[test]
    fn what_is_known_is_not_compressed_to_its_end() {
        let mut archive = Archive::default();
        archive.add("/file", 0o644, Content::Bytes(b"some text ".repeat(100_000)));
        let outcome =
            |known: Option<u8>| digest_and_compress(&archive, Compression::Zstd(1), |_| known).unwrap();
        let (digest, known) = outcome(Some(7));
        assert!(matches!(known, Outcome::Known(7)));
        let (same, Outcome::Made(made)) = outcome(None) else { panic!("it was not known") };
        assert_eq!((&digest, digest.clone()), (&same, diff_id(&archive).unwrap()));
        assert_eq!(made.digest, compress(&archive, Compression::Zstd(1)).unwrap().digest);
        let unwanted = compress_while(&AtomicBool::new(false), &archive, Compression::Zstd(1));
        assert!(unwanted.is_err());
    }

    #[test]
    fn a_compression_is_read_as_it_is_written() {
        for text in ["zstd:1", "zstd:19", "gzip:9", "none"] {
            assert_eq!(text.parse::<Compression>().unwrap().to_string(), text);
        }
        for wrong in ["", "zstd:0", "zstd:20", "gzip:10", "none:1", "lz4"] {
            assert!(wrong.parse::<Compression>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_slow_link_is_worth_a_better_level() {
        assert_eq!(Compression::for_link(None), Compression::Zstd(1));
        assert_eq!(Compression::for_link(Some(12_000_000)), Compression::Zstd(3));
        assert_eq!(Compression::for_link(Some(120_000_000)), Compression::Zstd(1));
    }
}
