//! The debug sections that an image does not have, kept in the cache by build id, for backtraces and core dumps of a program that
//! has been built anew since. What cannot be kept is no error.

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use crate::cache::Cache;
use crate::executable::Executable;
use crate::replace::replace;

/// How many bytes are kept in all: those of the programs that were packaged last.
const MOST: u64 = 2 << 30;

/// Something that is kept beside other work. Dropping it waits for the end.
#[derive(Debug)]
pub(crate) struct Keeping(Option<JoinHandle<()>>);

impl Keeping {
    fn beside(work: impl FnOnce() + Send + 'static) -> Self {
        // Without a thread nothing is kept.
        Self(thread::Builder::new().spawn(work).ok())
    }
}

impl Drop for Keeping {
    fn drop(&mut self) {
        // That it panicked is no more of an error than that the disk was full.
        let _ = self.0.take().map(JoinHandle::join);
    }
}

/// Keeps the program's debug sections, beside what the caller does meanwhile: they may be many times as much as the image.
pub(crate) fn keep(executable: &Executable, cache: &Cache) -> Keeping {
    let place = executable.build_id().and_then(|id| cache.debug_file(id));
    let (Some(place), Some(folder)) = (place, cache.debug_files()) else { return Keeping(None) };
    if is_kept(&place) {
        return Keeping(None);
    }
    let executable = executable.clone();
    Keeping::beside(move || write(&executable, &place, &folder))
}

/// Writes the program's debug sections to `place` in `folder`.
fn write(executable: &Executable, place: &Path, folder: &Path) {
    let Some(source) = executable.debug_file().filter(|source| source.size() <= MOST) else { return };
    let written = place.parent().map_or(Ok(()), fs::create_dir_all);
    if written.and_then(|()| replace(place, |file| source.write_to(file))).is_ok() {
        forget_oldest(folder, MOST);
    }
}

/// Whether it was kept before; it is the youngest then.
fn is_kept(place: &Path) -> bool {
    let Ok(file) = File::options().append(true).open(place) else { return false };
    // A file system without times keeps it all the same.
    let _ = file.set_modified(SystemTime::now());
    true
}

/// Removes the files that were packaged longest ago, until `most` bytes are left. What cannot be removed, perhaps because
/// another packager has just done so, keeps none of the others.
fn forget_oldest(folder: &Path, most: u64) {
    let mut files = files(folder);
    files.sort_by_key(|(_, metadata)| std::cmp::Reverse(metadata.modified().ok()));
    let mut sum = 0;
    for (path, metadata) in files {
        sum += metadata.len();
        if sum > most {
            let _ = fs::remove_file(path);
        }
    }
}

/// All files in the folders of `folder` that can be read.
fn files(folder: &Path) -> Vec<(PathBuf, Metadata)> {
    let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let files = inside(folder).flat_map(|folder| inside(&folder.path()));
    let files = files.filter_map(|file| Some((file.path(), file.metadata().ok()?)));
    files.filter(|(_, metadata)| metadata.is_file()).collect()
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::Folder(folder.path().into());
        (folder, cache)
    }

    /// A C program with debug sections, and the address of its `main`.
    fn program(folder: &Path) -> (Executable, String) {
        let (code, program) = (folder.join("program.c"), folder.join("program"));
        fs::write(&code, "int twice(int n) {\n    return n + n;\n}\nint main() {\n    return twice(0);\n}\n")
            .unwrap();
        let made = Command::new("cc").args(["-g", "-Wl,--build-id", "-o"]).args([&program, &code]).status();
        assert!(made.unwrap().success());
        let symbols = String::from_utf8(Command::new("nm").arg(&program).output().unwrap().stdout).unwrap();
        let line = symbols.lines().find(|line| line.ends_with(" T twice")).unwrap();
        (Executable::open(&program).unwrap(), line[..16].to_owned())
    }

    #[test]
    fn an_address_of_a_program_that_is_gone_has_its_line() {
        let (folder, cache) = cache();
        let (executable, address) = program(folder.path());
        drop(keep(&executable, &cache));
        let place = cache.debug_file(executable.build_id().unwrap()).unwrap();
        fs::remove_file(executable.path()).unwrap();
        assert!(fs::metadata(&place).unwrap().len() < executable.size());
        let said = Command::new("addr2line").args(["-f", "-e"]).arg(&place).arg(address).output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert!(said.starts_with("twice\n") && said.trim_end().ends_with("program.c:1"), "{said}");
        // A debugger takes it for the program's by the build id that is in both.
        let notes = Command::new("readelf").arg("--notes").arg(&place).output().unwrap();
        let notes = String::from_utf8(notes.stdout).unwrap();
        assert!(notes.contains(executable.build_id().unwrap()), "{notes}");
    }

    #[test]
    fn what_was_packaged_last_is_kept() {
        let (folder, _) = cache();
        let old = SystemTime::now() - Duration::from_secs(3600);
        for (age, name) in ["aa/1.debug", "aa/2.debug", "bb/3.debug"].iter().enumerate() {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, [0; 100]).unwrap();
            let file = File::options().append(true).open(&path).unwrap();
            file.set_modified(old + Duration::from_secs(age as u64)).unwrap();
        }
        assert!(is_kept(&folder.path().join("aa/1.debug")));
        // Of somebody else, and what is removed under our hands.
        fs::write(folder.path().join("stray"), "").unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("aa/gone")).unwrap();
        fs::create_dir_all(folder.path().join("aa/folder")).unwrap();
        forget_oldest(folder.path(), 250);
        let left = files(folder.path());
        let mut left =
            left.iter().map(|(path, _)| path.file_stem().unwrap().to_str().unwrap()).collect::<Vec<_>>();
        left.sort_unstable();
        assert_eq!(left, ["1", "3"]);
    }

    #[test]
    fn nobody_waits_for_what_is_kept_before_its_end() {
        let (go_on, waits) = mpsc::channel::<()>();
        let (ends, ended) = mpsc::channel();
        let keeping = Keeping::beside(move || {
            waits.recv().unwrap();
            ends.send(()).unwrap();
        });
        assert!(ended.try_recv().is_err(), "it has not ended, and we are here");
        go_on.send(()).unwrap();
        drop(keeping);
        assert!(ended.try_recv().is_ok());
    }

    #[test]
    fn a_panic_of_what_is_kept_is_no_panic_of_packaging() {
        drop(Keeping::beside(|| panic!("in the middle")));
    }

    #[test]
    fn nothing_is_kept_of_a_program_without_debug_sections_or_where_there_is_no_cache() {
        let (folder, cache) = cache();
        drop(keep(&Executable::open(Path::new("/bin/true")).unwrap(), &cache));
        let (executable, _) = program(folder.path());
        drop(keep(&executable, &Cache::Off));
        assert!(!cache.debug_files().unwrap().exists());
    }
}
