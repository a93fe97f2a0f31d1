//! What systems name differently: reads at a place, what tells a file from others, a file without a name.

use std::fs::{File, Metadata, OpenOptions};
use std::io::Result;
use std::path::Path;

/// Reads from `offset` on; whether the file's own position moves depends on the system.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

/// Reads from `offset` on; whether the file's own position moves depends on the system.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// What a file system knows of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The same for all names of a file.
    pub(crate) file: (u64, u64),
    pub(crate) modified: (i64, i64),
    /// When its bytes or its names changed, which no program sets; `None` where the system does not keep it.
    pub(crate) changed: Option<(i64, i64)>,
    /// Whether somebody may execute it.
    pub(crate) is_executable: bool,
}

/// What the file system knows of a file.
#[cfg(unix)]
pub(crate) fn known(metadata: &Metadata) -> Known {
    use std::os::unix::fs::MetadataExt;
    Known {
        file: (metadata.dev(), metadata.ino()),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        changed: Some((metadata.ctime(), metadata.ctime_nsec())),
        is_executable: metadata.mode() & 0o111 != 0,
    }
}

/// What the file system knows of a file. Windows keeps nothing of who may execute it: there, as with `docker build`, everyone may.
#[cfg(windows)]
pub(crate) fn known(metadata: &Metadata) -> Known {
    use std::os::windows::fs::MetadataExt;
    let modified = i64::try_from(metadata.last_write_time()).unwrap_or(i64::MAX);
    Known {
        // Only libraries are told apart by it, and a Windows has none that a pod could load.
        file: (metadata.creation_time(), metadata.last_write_time()),
        modified: (modified, 0),
        changed: None,
        is_executable: true,
    }
}

/// Opens a new file at `path` that only this user reaches, and takes its name away: it is gone when it is closed.
#[cfg(unix)]
pub(crate) fn create_nameless(path: &Path) -> Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
    std::fs::remove_file(path)?;
    Ok(file)
}

/// Opens a new file at `path` that no other process reaches, and that is gone when it is closed.
#[cfg(windows)]
pub(crate) fn create_nameless(path: &Path) -> Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    /// <https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-createfilew>
    const FILE_FLAG_DELETE_ON_CLOSE: u32 = 0x0400_0000;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).share_mode(0).custom_flags(FILE_FLAG_DELETE_ON_CLOSE);
    options.open(path)
}
