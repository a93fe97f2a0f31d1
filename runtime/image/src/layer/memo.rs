//! Remembers which blob an archive was compressed to, so that it need not be compressed again to know its digest. It says what a
//! blob's digest is, and never that a registry has it.

use crate::cache::Cache;
use crate::digest::Digest;

const LAYERS: &str = "layers";

/// A blob: its digest and its size in bytes.
pub(super) type Blob = (Digest, u64);

/// What the archive `key` was turned into with these parameters, if that is remembered.
pub(super) fn recall(cache: &Cache, key: &Digest, parameters: &str) -> Option<Blob> {
    let line = cache.recall(LAYERS, key)?;
    let (said, blob) = line.rsplit_once(" = ")?;
    let (digest, size) = blob.split_once(' ')?;
    if said == parameters { Some((digest.parse().ok()?, size.parse().ok()?)) } else { None }
}

pub(super) fn remember(cache: &Cache, key: &Digest, parameters: &str, (digest, size): &Blob) {
    cache.remember(LAYERS, key, &format!("{parameters} = {digest} {size}"));
}

/// Forgets what turned out to be wrong.
pub(super) fn forget(cache: &Cache, key: &Digest) {
    cache.forget(LAYERS, key);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_remembered_is_recalled_for_the_same_archive_and_parameters() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::Folder(folder.path().into());
        let (archive, blob) = (Digest::of(b"archive"), (Digest::of(b"blob"), 7));
        assert_eq!(recall(&cache, &archive, "zstd-1"), None);
        remember(&cache, &archive, "zstd-1", &blob);
        assert_eq!(recall(&cache, &archive, "zstd-1"), Some(blob));
        assert_eq!(recall(&cache, &archive, "zstd-3"), None);
        forget(&cache, &archive);
        assert_eq!(recall(&cache, &archive, "zstd-1"), None);
    }
}
