//! What the layers of a base hold that a program needs: its C library, its shared libraries, its certificates.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{BaseError, damaged};
use crate::cache::Cache;
use crate::closure::{self, is_driver};
use crate::digest::Digest;
use crate::executable::{Executable, Glibc};
use crate::layer::{CERTIFICATES, Ground};
use crate::registry::FoundImage;
use crate::system::read_at;

const BASES: &str = "bases";
/// A C library is of one or two megabytes.
const LARGEST_LIBRARY: u64 = 64 << 20;

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    /// The names of the files that are shared libraries or loaders.
    libraries: BTreeSet<String>,
    glibc: Option<Glibc>,
    pub(super) certificates: bool,
    /// What was remembered without it is read anew.
    pub(super) ground: Ground,
}

impl Contents {
    /// Downloads and reads the layers, unless the cache remembers this base.
    pub(super) async fn of(found: &FoundImage, cache: &Cache) -> Result<Self, BaseError> {
        let digests = found.layers.iter().map(|layer| layer.digest.as_str()).collect::<Vec<_>>().join(" ");
        let key = Digest::of(digests.as_bytes());
        if let Some(known) = cache.recall(BASES, &key).and_then(|json| serde_json::from_str(&json).ok()) {
            return Ok(known);
        }
        let mut contents = Self::default();
        for layer in &found.layers {
            let file = found.download(layer).await?;
            let read = tokio::task::spawn_blocking(move || {
                contents.read(file)?;
                Ok::<_, io::Error>(contents)
            });
            let read = read.await.map_err(|gone| damaged(found, gone))?;
            contents = read.map_err(|error| damaged(found, error))?;
        }
        cache.remember(BASES, &key, &json!(contents).to_string());
        Ok(contents)
    }

    /// Adds what a layer holds. A library that a later layer removes again counts as there: such a layer is rare, and so is a
    /// program that needs what was removed.
    fn read(&mut self, mut file: File) -> io::Result<()> {
        let mut start = [0; 4];
        let filled = read_at(&file, &mut start, 0)?;
        file.rewind()?;
        let file = BufReader::new(file);
        match &start[..filled] {
            [0x1f, 0x8b, ..] => self.read_archive(flate2::bufread::MultiGzDecoder::new(file)),
            [0x28, 0xb5, 0x2f, 0xfd] => self.read_archive(zstd::Decoder::with_buffer(file)?),
            _ => self.read_archive(file),
        }
    }

    fn read_archive(&mut self, archive: impl Read) -> io::Result<()> {
        // What a layer takes away is of those below it, wherever in the layer that is said.
        let mut own = Vec::new();
        for entry in tar::Archive::new(archive).entries()? {
            let mut entry = entry?;
            let path = entry.path()?.into_owned();
            if let Some(taken) = taken(&path) {
                match taken {
                    Taken::All(folder) => self.ground.empty(&folder),
                    Taken::One(path) => self.ground.remove(&path),
                }
                continue;
            }
            own.push((path.clone(), kept(&entry)?));
            if Path::new("/").join(&path) == Path::new(CERTIFICATES) {
                self.certificates = true;
            }
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !is_library(name) {
                continue;
            }
            self.libraries.insert(name.to_owned());
            if is_c_library(name) && entry.header().entry_type().is_file() {
                let mut bytes = Vec::new();
                entry.by_ref().take(LARGEST_LIBRARY).read_to_end(&mut bytes)?;
                self.glibc = Glibc::of_library(&bytes).or(self.glibc);
            }
        }
        for (path, kept) in own {
            match kept {
                Kept::Folder(access) => self.ground.folder(&path, access),
                Kept::Link(target) => self.ground.link(&path, &target),
                Kept::File => self.ground.remove(&path),
            }
        }
        Ok(())
    }

    /// Whether `executable` can run on the base that is called `base`.
    pub(super) fn check(&self, executable: &Executable, base: &str) -> Result<(), BaseError> {
        let elf = executable.elf();
        let Some(interpreter) = elf.interpreter.clone() else { return Ok(()) };
        let (program, base) = (executable.name().to_owned(), base.to_owned());
        let file = Path::new(&interpreter).file_name().unwrap_or_default().to_string_lossy();
        if !self.libraries.contains(&*file) {
            let is_musl = |name: &String| name.starts_with("ld-musl-");
            let hint = match (self.libraries.iter().any(is_musl), self.glibc) {
                (true, _) => " (its C library is musl)",
                (false, None) => " (it has no C library)",
                (false, Some(_)) => "",
            };
            return Err(BaseError::Interpreter { program, base, interpreter, hint });
        }
        if let (Some(needed), Some(there)) = (executable.glibc(), self.glibc)
            && needed > there
        {
            return Err(BaseError::Glibc { program, base, needed, there });
        }
        let loader = Path::new(elf.interpreter.as_deref().unwrap_or_default());
        let there = |name: &&String| {
            self.libraries.contains(*name) || is_driver(name) || closure::brings(loader, name)
        };
        let missing = elf.dynamic.needed.iter().filter(|name| !there(name)).map(|name| format!("`{name}`"));
        let missing = missing.collect::<Vec<_>>().join(", ");
        if missing.is_empty() {
            Ok(())
        } else {
            Err(BaseError::Libraries { program, base, libraries: missing })
        }
    }
}

/// What a layer says is gone: <https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts>.
enum Taken {
    /// All that is in a folder.
    All(PathBuf),
    One(PathBuf),
}

fn taken(path: &Path) -> Option<Taken> {
    let name = path.file_name()?.to_str()?.strip_prefix(".wh.")?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Some(if name == ".wh..opq" { Taken::All(folder.into()) } else { Taken::One(folder.join(name)) })
}

/// What of an entry matters to those that are put beside it.
enum Kept {
    Folder((u32, u64, u64)),
    Link(PathBuf),
    File,
}

fn kept(entry: &tar::Entry<'_, impl Read>) -> io::Result<Kept> {
    let header = entry.header();
    let kind = header.entry_type();
    if kind.is_dir() {
        return Ok(Kept::Folder((header.mode()? & 0o7777, header.uid()?, header.gid()?)));
    }
    match entry.link_name()? {
        Some(target) if kind.is_symlink() => Ok(Kept::Link(target.into_owned())),
        _ => Ok(Kept::File),
    }
}

/// `libx.so`, `libx.so.1`, `ld-linux-x86-64.so.2`.
fn is_library(name: &str) -> bool {
    name.split_once(".so").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with('.'))
}

/// Before glibc 2.34 the file had the version in its name, and `libc.so.6` was a link to it.
fn is_c_library(name: &str) -> bool {
    name == "libc.so.6"
        || name.strip_prefix("libc-2.").is_some_and(|rest| rest.split('.').nth(1) == Some("so"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::closure::tests::workshop::Workshop;

    fn contents(libraries: &[&str], glibc: Option<&str>) -> Contents {
        let glibc =
            glibc.map(|version| serde_json::from_str(&format!("[{}]", version.replace('.', ","))).unwrap());
        Contents {
            libraries: libraries.iter().map(|name| (*name).to_owned()).collect(),
            glibc,
            certificates: false,
            ground: Ground::default(),
        }
    }

    fn refusal(contents: &Contents) -> String {
        let executable = Executable::running().unwrap();
        contents.check(&executable, "r.example/base").unwrap_err().to_string()
    }

    fn loader() -> String {
        let path = Executable::running().unwrap().elf().interpreter.clone().unwrap();
        Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_base_with_an_older_glibc_is_refused_with_both_versions() {
        let said = refusal(&contents(&[&loader(), "libc.so.6", "libgcc_s.so.1", "libm.so.6"], Some("2.3")));
        assert!(
            said.contains(" needs glibc 2.") && said.contains("the base `r.example/base` has 2.3:"),
            "{said}"
        );
    }

    #[test]
    fn a_base_of_another_c_library_is_refused() {
        let said = refusal(&contents(&["ld-musl-x86_64.so.1"], None));
        assert!(said.contains("does not have (its C library is musl): choose another base"), "{said}");
        assert!(refusal(&contents(&[], None)).contains("(it has no C library)"));
    }

    #[test]
    fn libraries_that_a_base_lacks_are_named() {
        let said = refusal(&contents(&[&loader()], Some("2.99")));
        assert!(said.contains("`libc.so.6`, which the base") || said.contains("`libc.so.6`, `"), "{said}");
    }

    #[test]
    fn the_loader_of_musl_is_its_c_library() {
        let shop = Workshop::new();
        let program = shop.program("program", &[], &["-Wl,--dynamic-linker=/lib/ld-musl-x86_64.so.1"]);
        contents(&["ld-musl-x86_64.so.1"], None).check(&program, "b").unwrap();
    }

    #[test]
    fn folders_and_links_of_a_base_are_known() {
        let layer = |entries: &[(&str, tar::EntryType, u32, &str)]| {
            let mut builder = tar::Builder::new(Vec::new());
            for (path, kind, mode, target) in entries {
                let mut header = crate::ustar::header(*kind, *mode, 0, 0);
                header.set_gid(8);
                if target.is_empty() {
                    builder.append_data(&mut header, path, io::empty()).unwrap();
                } else {
                    builder.append_link(&mut header, path, target).unwrap();
                }
            }
            builder.into_inner().unwrap()
        };
        let (folder, link, file) =
            (tar::EntryType::Directory, tar::EntryType::Symlink, tar::EntryType::Regular);
        let mut read = Contents::default();
        let first = [
            ("./var/mail/", folder, 0o2775, ""),
            ("bin", link, 0o777, "usr/bin"),
            ("gone", link, 0o777, "usr"),
            ("old/link", link, 0o777, "/"),
        ];
        read.read_archive(layer(&first).as_slice()).unwrap();
        let second =
            [("old/new", link, 0o777, "x"), ("old/.wh..wh..opq", file, 0, ""), (".wh.gone", file, 0, "")];
        read.read_archive(layer(&second).as_slice()).unwrap();
        let mut expected = Ground::default();
        expected.folder(Path::new("var/mail"), (0o2775, 0, 8));
        expected.link(Path::new("bin"), Path::new("usr/bin"));
        expected.link(Path::new("old/new"), Path::new("x"));
        assert_eq!(read.ground, expected);
        let json = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Contents>(&json).unwrap(), read);
        assert!(serde_json::from_str::<Contents>(&json.replace("\"ground\"", "\"other\"")).is_err());
    }

    #[test]
    fn a_static_program_runs_on_any_base() {
        let shop = Workshop::new();
        contents(&[], None).check(&shop.program("program", &[], &["-static"]), "b").unwrap();
    }
}
