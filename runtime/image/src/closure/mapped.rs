//! The libraries that the running program has loaded, also those it loaded by itself (`dlopen`).

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// The files mapped as code into this process, in the order of their addresses. Where that cannot be known, none.
pub(super) fn files() -> Vec<PathBuf> {
    std::fs::read_to_string("/proc/self/maps").map(|maps| code_files(&maps)).unwrap_or_default()
}

fn code_files(maps: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for line in maps.lines() {
        // The path is the sixth field and may have blanks.
        let mut rest = line;
        let mut fields = ["", "", "", "", ""];
        for field in &mut fields {
            let (this, next) = rest.split_once(' ').unwrap_or((rest, ""));
            (*field, rest) = (this, next.trim_start());
        }
        let path = Path::new(rest);
        if fields[1].contains('x') && path.is_absolute() && !rest.ends_with(" (deleted)") {
            files.push(path.to_owned());
        }
    }
    files.dedup();
    files
}

/// Whether a loaded library is the host's business alone: named by the host's own settings, which an image does not have.
pub(super) fn is_of_the_host(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let by_name_service = name.starts_with("libnss_");
    let for_character_sets = path.parent().is_some_and(|folder| folder.ends_with("gconv"));
    by_name_service || for_character_sets || is_preloaded(name, std::env::var_os("LD_PRELOAD").as_deref())
}

/// Where the loader looks for builds for newer processors: <https://man7.org/linux/man-pages/man8/ld.so.8.html>
const HARDWARE: &str = "glibc-hwcaps";

/// The build for all processors of a library that was loaded in one for newer ones; the library itself where there is no other.
pub(super) fn for_all_processors(path: &Path) -> PathBuf {
    let folder = path.ancestors().find(|folder| folder.ends_with(HARDWARE)).and_then(Path::parent);
    let plain = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
    plain.filter(|plain| plain.exists()).unwrap_or_else(|| path.to_owned())
}

fn is_preloaded(name: &str, preload: Option<&OsStr>) -> bool {
    let preload = preload.and_then(OsStr::to_str).unwrap_or_default();
    preload.split([':', ' ']).any(|path| Path::new(path).file_name() == Some(OsStr::new(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAPS: &str = "\
55d0-55d1 r--p 00000000 fe:01 99                         /home/me/my program
55d1-55d2 r-xp 00001000 fe:01 99                         /home/me/my program
7f00-7f01 r-xp 00000000 fe:01 12                         /usr/lib/libz.so.1.2.13
7f01-7f02 r--p 00000000 fe:01 13                         /usr/share/locale.archive
7f02-7f03 r-xp 00000000 fe:01 14                         /usr/lib/libold.so.1 (deleted)
7f03-7f04 rwxp 00000000 00:00 0
7ffe-7fff r-xp 00000000 00:00 0                          [vdso]";

    #[test]
    fn files_mapped_as_code_are_found() {
        assert_eq!(
            code_files(MAPS),
            [PathBuf::from("/home/me/my program"), PathBuf::from("/usr/lib/libz.so.1.2.13")]
        );
    }

    #[test]
    fn this_process_has_libc_mapped() {
        assert!(files().iter().any(|path| path.to_string_lossy().contains("libc.so.6")));
    }

    #[test]
    fn what_the_hosts_settings_load_is_of_the_host() {
        assert!(is_of_the_host(Path::new("/lib/x86_64-linux-gnu/libnss_systemd.so.2")));
        assert!(is_of_the_host(Path::new("/usr/lib/x86_64-linux-gnu/gconv/UTF-16.so")));
        assert!(!is_of_the_host(Path::new("/usr/lib/libz.so.1.2.13")));
        assert!(is_preloaded("libeatmydata.so", Some(OsStr::new("/usr/lib/libx.so:/opt/libeatmydata.so"))));
        assert!(!is_preloaded("libz.so.1", None));
    }
}
