//! The layers of an image: deterministic archives, compressed, each with its digests. This room takes a program and its
//! closure, and knows nothing of manifests and registries.

mod archive;
mod asset;
mod certificates;
mod compress;
mod content;
mod ground;
mod memo;
mod zones;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cache::Cache;
use crate::closure::Closure;
use crate::digest::Digest;
use crate::executable::Executable;
use archive::Archive;
pub use asset::Asset;
pub use certificates::Certificates;
use compress::{Compressed, Outcome, compress, digest_and_compress};
pub use compress::{Compression, CompressionError};
pub(crate) use content::{CERTIFICATES, HOME, PROGRAM_FOLDER, USER};
pub(crate) use ground::Ground;

/// One layer of an image.
#[derive(Debug)]
pub(crate) struct Layer {
    digest: Digest,
    size: u64,
    diff_id: Digest,
    title: &'static str,
    archive: Archive,
    compression: Compression,
    cache: Cache,
    /// The compressed bytes, once they were needed.
    blob: Mutex<Option<Arc<File>>>,
}

/// How layers are made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How<'a> {
    pub(crate) compression: Compression,
    /// Where it is remembered what was compressed before.
    pub(crate) cache: &'a Cache,
}

/// Why a layer could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LayerError {
    /// A file could not be read, or was changed meanwhile.
    #[error("cannot package `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path does not fit into an archive.
    #[error("the path `{}` does not fit into an image: {source}; move the file to a shorter path", path.display())]
    Path {
        /// The path in the image.
        path: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
    /// A file or folder cannot be in an image.
    #[error("cannot package `{}`: {reason}", path.display())]
    Asset {
        /// The file on this machine, or its place in the image.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        reason: String,
    },
    /// The compressed bytes could not be kept.
    #[error("cannot write the layer to `{}`: {source}; make room there, or set TMPDIR to another folder", folder.display())]
    Spool {
        /// The folder for temporary files.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The compressed bytes could not be read back.
    #[error("cannot read a layer back from `{}`: {source}; package it again, or set TMPDIR to another folder", folder.display())]
    Reread {
        /// The folder for temporary files.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The archive could not be written on.
    #[error("cannot write the layer: {0}")]
    Write(io::Error),
    /// The host's certificate authorities could not be read.
    #[error("cannot read the certificate authorities in `{}`: {reason}; correct SSL_CERT_FILE", path.display())]
    Certificates {
        /// The bundle.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A layer came out with another digest than was said before: a file was changed, or the memo of it was wrong.
    #[error(
        "the layer of {title} came out as {made} and not as {expected}: its files have changed, package again"
    )]
    Changed {
        /// What the layer holds.
        title: &'static str,
        /// The digest it should have had.
        expected: Digest,
        /// The digest it has.
        made: Digest,
    },
}

impl Layer {
    /// The layer that stays the same while the program changes.
    pub(crate) fn runtime(
        closure: Closure,
        certificates: Certificates,
        how: How<'_>,
    ) -> Result<Self, LayerError> {
        let how = How { compression: how.compression.for_keeps(), ..how };
        Self::build("shared libraries and certificates", content::runtime(closure, certificates)?, how)
    }

    /// The same for a program that is put on a base: certificates only where the base has none.
    pub(crate) fn beside_base(
        certificates: Option<Certificates>,
        ground: &Ground,
        how: How<'_>,
    ) -> Result<Self, LayerError> {
        Self::build("what the base lacks", content::beside_base(certificates, ground)?, how)
    }

    /// The layer of the files that the image is given; none without any.
    pub(crate) fn assets(
        assets: &[Asset],
        ground: &Ground,
        how: How<'_>,
    ) -> Result<Option<Self>, LayerError> {
        if assets.is_empty() {
            return Ok(None);
        }
        Self::build("files", asset::collect(assets, ground)?, how).map(Some)
    }

    /// The layer of the program alone.
    pub(crate) fn program(
        executable: &Executable,
        ground: &Ground,
        how: How<'_>,
    ) -> Result<Self, LayerError> {
        Self::build("the program", content::program(executable, ground), how)
    }

    /// Compresses `archive`, unless the memo in the cache knows what that would give.
    fn build(title: &'static str, archive: Archive, how: How<'_>) -> Result<Self, LayerError> {
        let How { compression, cache } = how;
        let parameters = compression.parameters();
        let (diff_id, outcome) = Self::outcome(&archive, how, &parameters)?;
        let (blob, (digest, size)) = match outcome {
            Outcome::Known(known) => (None, known),
            Outcome::Made(Compressed { file, digest, size }) => {
                memo::remember(cache, &diff_id, &parameters, &(digest.clone(), size));
                (Some(Arc::new(file)), (digest, size))
            }
        };
        let (cache, blob) = (cache.clone(), Mutex::new(blob));
        Ok(Self { digest, size, diff_id, title, archive, compression, cache, blob })
    }

    /// The archive's own digest, and what it gives. What is remembered of files that have not changed need not be read again.
    fn outcome(
        archive: &Archive,
        How { compression, cache }: How<'_>,
        parameters: &str,
    ) -> Result<(Digest, Outcome<memo::Blob>), LayerError> {
        const UNREAD: &str = "by its files";
        let recall = |diff_id: &Digest| memo::recall(cache, diff_id, parameters);
        let key = archive.key();
        if let Some((diff_id, _)) = key.as_ref().and_then(|key| memo::recall(cache, key, UNREAD)) {
            let outcome = match recall(&diff_id) {
                Some(known) => Outcome::Known(known),
                None => Outcome::Made(compress(archive, compression)?),
            };
            return Ok((diff_id, outcome));
        }
        let (diff_id, outcome) = digest_and_compress(archive, compression, recall)?;
        if let Some(key) = key {
            memo::remember(cache, &key, UNREAD, &(diff_id.clone(), archive.size()));
        }
        Ok((diff_id, outcome))
    }

    /// The digest of the compressed bytes: its name in a registry.
    pub(crate) fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The size of the compressed bytes.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// The digest of the archive before compression, which identifies its content.
    pub(crate) fn diff_id(&self) -> &Digest {
        &self.diff_id
    }

    /// OCI's name for what it is.
    pub(crate) fn media_type(&self) -> &'static str {
        self.compression.media_type()
    }

    /// What the layer holds, in a few words.
    pub(crate) fn title(&self) -> &'static str {
        self.title
    }

    /// The compressed bytes, as a file to be read by position. It may compress them only now, so keep it off async threads.
    pub(crate) fn blob(&self) -> Result<Arc<File>, LayerError> {
        let mut blob = self.blob.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = &*blob {
            return Ok(Arc::clone(file));
        }
        let Compressed { file, digest, .. } = compress(&self.archive, self.compression)?;
        if digest != self.digest {
            memo::forget(&self.cache, &self.diff_id);
            return Err(LayerError::Changed {
                title: self.title,
                expected: self.digest.clone(),
                made: digest,
            });
        }
        Ok(Arc::clone(blob.insert(Arc::new(file))))
    }
}

#[cfg(test)]
mod tests;
