//! A file that is replaced as a whole.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes the file at `path` anew: other processes see the old one or the new one, and never a part of it.
pub(crate) fn replace(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    /// Several threads may write the same file.
    static WRITER: AtomicU64 = AtomicU64::new(0);
    let writer = WRITER.fetch_add(1, Ordering::Relaxed);
    let new = path.with_extension(format!("new-{}-{writer}", process::id()));
    let written =
        File::create(&new).and_then(|mut file| fill(&mut file)).and_then(|()| fs::rename(&new, path));
    written.inspect_err(|_| {
        // The error that is told is the first one.
        let _ = fs::remove_file(&new);
    })
}
