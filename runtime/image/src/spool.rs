//! A file without a name for bytes on their way to a registry: gone when it is closed.

use std::fs::File;
use std::io::{ErrorKind, Result};
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::system;

/// Opens a new file in `folder` that only this process can reach.
pub(crate) fn create(folder: &Path) -> Result<File> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".podwright-{}-{number}", process::id()));
        match system::create_nameless(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join(format!(".podwright-{}-0", process::id()));
        std::fs::write(&taken, "of a process with this id before").unwrap();
        let _file = create(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
