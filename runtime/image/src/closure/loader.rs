//! The two dynamic loaders of Linux, glibc's and musl's: what they look at beside the files themselves, and how an image is
//! set up so that its loader finds every packaged library.

use std::path::{Path, PathBuf};

use super::cache::{self, Cache};
use crate::executable::Architecture;

/// Which loader starts the program.
#[derive(Debug)]
pub(super) enum Loader {
    Glibc {
        cache: Cache,
    },
    /// The name in its settings file, as in `/etc/ld-musl-x86_64.path`.
    Musl {
        settings: PathBuf,
    },
}

impl Loader {
    /// The loader at `interpreter`, with the settings of this machine.
    pub(super) fn of_host(interpreter: &Path) -> Self {
        let name = interpreter.file_stem().unwrap_or_default().to_string_lossy();
        if is_musl(interpreter) {
            let stem = name.strip_suffix(".so").unwrap_or(&name);
            Self::Musl { settings: Path::new("/etc").join(format!("{stem}.path")) }
        } else {
            Self::Glibc { cache: Cache::read(Path::new("/etc/ld.so.cache")) }
        }
    }

    /// Whether the loader is this library itself: musl is one file.
    pub(super) fn is_itself(&self, name: &str) -> bool {
        matches!(self, Self::Musl { .. }) && is_part_of_musl(name)
    }

    /// Where its table says that `name` is.
    pub(super) fn cached(&self, name: &str) -> &[PathBuf] {
        match self {
            Self::Glibc { cache } => cache.find(name),
            Self::Musl { .. } => &[],
        }
    }

    /// The folders it searches last. Distributions differ; a folder that this one does not have finds nothing.
    pub(super) fn default_folders(&self, architecture: Architecture) -> Vec<PathBuf> {
        match self {
            Self::Glibc { .. } => {
                let multiarch = architecture.multiarch();
                let mut folders =
                    vec![Path::new("/lib").join(multiarch), Path::new("/usr/lib").join(multiarch)];
                folders.extend(["/lib64", "/usr/lib64", "/lib", "/usr/lib"].map(PathBuf::from));
                folders
            }
            Self::Musl { settings } => match std::fs::read_to_string(settings) {
                Ok(list) => {
                    list.split([':', '\n']).filter(|path| !path.is_empty()).map(PathBuf::from).collect()
                }
                Err(_) => ["/lib", "/usr/local/lib", "/usr/lib"].map(PathBuf::from).into(),
            },
        }
    }

    /// What `$LIB` may stand for: its value is built into a distribution's loader.
    pub(super) fn lib_values(architecture: Architecture) -> [String; 3] {
        [format!("lib/{}", architecture.multiarch()), "lib64".to_owned(), "lib".to_owned()]
    }

    /// The files by which the image's loader finds `libraries` (name and path), wherever this machine's settings had them.
    pub(super) fn settings_for(
        &self,
        architecture: Architecture,
        libraries: &[(String, String)],
    ) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = Vec::new();
        for folder in libraries.iter().filter_map(|(_, path)| path.rsplit_once('/')).map(|(folder, _)| folder)
        {
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let list = folders.iter().flat_map(|folder| [folder, "\n"]).collect::<String>().into_bytes();
        match self {
            // The list is for those who make the table anew in the pod, as NVIDIA's container toolkit does.
            Self::Glibc { .. } => vec![
                ("/etc/ld.so.cache".into(), cache::write(architecture, libraries)),
                ("/etc/ld.so.conf".into(), list),
            ],
            Self::Musl { settings } => vec![(settings.clone(), list)],
        }
    }
}

/// Whether the loader at `interpreter` brings this library: musl's is all of its C library.
pub(crate) fn brings(interpreter: &Path, name: &str) -> bool {
    is_musl(interpreter) && is_part_of_musl(name)
}

fn is_musl(interpreter: &Path) -> bool {
    interpreter.file_name().unwrap_or_default().to_string_lossy().starts_with("ld-musl-")
}

fn is_part_of_musl(name: &str) -> bool {
    const PARTS: [&str; 7] = ["c", "dl", "m", "pthread", "rt", "util", "xnet"];
    let part = name.strip_prefix("lib").and_then(|rest| rest.split_once('.'));
    part.is_some_and(|(part, _)| PARTS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn musl_is_every_part_of_libc_itself() {
        let musl = Loader::of_host(Path::new("/lib/ld-musl-x86_64.so.1"));
        assert!(
            matches!(&musl, Loader::Musl { settings } if settings == Path::new("/etc/ld-musl-x86_64.path"))
        );
        assert!(musl.is_itself("libc.so") && musl.is_itself("libc.musl-x86_64.so.1"));
        assert!(!musl.is_itself("libcrypto.so.3"));
        assert!(!Loader::of_host(Path::new("/lib64/ld-linux-x86-64.so.2")).is_itself("libc.so.6"));
    }

    #[test]
    fn each_folder_is_listed_once() {
        let libraries = [("a", "/opt/a"), ("b", "/opt/b"), ("c", "/lib/c")];
        let libraries = libraries.map(|(name, path)| (name.to_owned(), path.to_owned()));
        let musl = Loader::of_host(Path::new("/lib/ld-musl-x86_64.so.1"));
        let settings = musl.settings_for(Architecture::Amd64, &libraries);
        assert_eq!(settings, [("/etc/ld-musl-x86_64.path".into(), b"/opt\n/lib\n".to_vec())]);
    }
}
