//! Files of this machine that an image is given: found and described here, and read when the layer is written.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};

use super::LayerError;
use super::archive::{Archive, Content};
use super::ground::Ground;
use crate::executable::{Source, Stamp};
use crate::system::known;

/// A file or folder of this machine, and its place in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it is on this machine. A folder is taken with all that is in it.
    pub from: PathBuf,
    /// Its absolute path in the image.
    pub to: PathBuf,
}

/// A file that is opened when it is read: a folder may hold more files than a process can have open.
#[derive(Debug)]
pub(super) struct AssetFile {
    path: PathBuf,
    stamp: Stamp,
}

impl AssetFile {
    pub(super) fn size(&self) -> u64 {
        self.stamp.size()
    }

    /// A text that other bytes would not have; `None` where that is not certain.
    pub(super) fn key(&self) -> Option<String> {
        self.stamp.key()
    }

    /// The file, if it is still the one that was found.
    pub(super) fn open(&self) -> Result<Source, LayerError> {
        let read = |source| LayerError::Read { path: self.path.clone(), source };
        let source =
            File::open(&self.path).and_then(|file| Source::whole(self.path.clone(), file)).map_err(read)?;
        if !source.stamp().is_same(&self.stamp) {
            let changed = io::Error::new(io::ErrorKind::InvalidData, "it was changed while it was packaged");
            return Err(read(changed));
        }
        Ok(source)
    }
}

/// Adds all files of `assets`. Each is readable for everybody in the image, whatever its mode is here; only whether it can
/// be executed is kept. A later asset replaces what an earlier one put at its place.
pub(super) fn collect(assets: &[Asset], ground: &Ground) -> Result<Archive, LayerError> {
    let mut archive = Archive::on(ground);
    for asset in assets {
        if !is_place(&asset.to) {
            let reason = "its place in the image is an absolute path below `/`, without `.` and `..`";
            return Err(LayerError::Asset { path: asset.to.clone(), reason: reason.to_owned() });
        }
        let root = asset.from.canonicalize().map_err(|source| read(&asset.from, source))?;
        let metadata = fs::metadata(&root).map_err(|source| read(&asset.from, source))?;
        Walk { root: &root, to: &asset.to, archive: &mut archive }.add(&root, &metadata)?;
    }
    Ok(archive)
}

fn is_place(path: &Path) -> bool {
    let mut components = path.components();
    components.next() == Some(Component::RootDir)
        && path.file_name().is_some()
        && components.all(|component| matches!(component, Component::Normal(_)))
}

fn read(path: &Path, source: io::Error) -> LayerError {
    LayerError::Read { path: path.into(), source }
}

/// One asset on its way into an archive.
struct Walk<'a> {
    /// The file or folder on this machine, without links.
    root: &'a Path,
    to: &'a Path,
    archive: &'a mut Archive,
}

impl Walk<'_> {
    fn add(&mut self, path: &Path, metadata: &Metadata) -> Result<(), LayerError> {
        let kind = metadata.file_type();
        let place = self.place(path);
        if kind.is_dir() {
            self.archive.add_folder(place);
            for entry in fs::read_dir(path).map_err(|source| read(path, source))? {
                let entry = entry.map_err(|source| read(path, source))?.path();
                let metadata = fs::symlink_metadata(&entry).map_err(|source| read(&entry, source))?;
                self.add(&entry, &metadata)?;
            }
        } else if kind.is_file() {
            let mode = if known(metadata).is_executable { 0o755 } else { 0o644 };
            let file = AssetFile { path: path.into(), stamp: Stamp::of(metadata) };
            self.archive.add(place, mode, Content::Asset(file));
        } else if kind.is_symlink() {
            let target = self.target(path)?;
            self.archive.add(place, 0o777, Content::Link(target));
        } else {
            let reason =
                "it is a device, a pipe or a socket, and only files, folders and links can be packaged";
            return Err(LayerError::Asset { path: path.into(), reason: reason.to_owned() });
        }
        Ok(())
    }

    /// Where `path` is in the image.
    fn place(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.root) {
            Ok(below) if below.as_os_str().is_empty() => self.to.into(),
            Ok(below) => self.to.join(below),
            Err(_) => self.to.into(),
        }
    }

    /// What a link says in the image: the same where it is relative, and the place of its target where it is absolute.
    fn target(&self, link: &Path) -> Result<PathBuf, LayerError> {
        let refused = |reason: String| LayerError::Asset { path: link.into(), reason };
        let target = fs::read_link(link).map_err(|source| read(link, source))?;
        let real = link.canonicalize().map_err(|source| {
            refused(format!("it is a link to `{}`, which cannot be followed: {source}", target.display()))
        })?;
        if !real.starts_with(self.root) {
            return Err(refused(format!(
                "it is a link to `{}`, which leads out of `{}`: copy what it means into the folder",
                target.display(),
                self.root.display()
            )));
        }
        Ok(if target.is_absolute() { self.place(&real) } else { target })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn files(archive: &Archive) -> Vec<(String, u32, String)> {
        let mut bytes = Vec::new();
        archive.write_to(&mut bytes).unwrap();
        let mut reader = tar::Archive::new(bytes.as_slice());
        let mut files = Vec::new();
        for entry in reader.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut content = String::new();
            io::Read::read_to_string(&mut entry, &mut content).unwrap();
            if let Some(target) = entry.link_name().unwrap() {
                content = format!("-> {}", target.display());
            }
            let mode = entry.header().mode().unwrap();
            files.push((entry.path().unwrap().display().to_string(), mode, content));
        }
        files
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(folder.path().join("inner/text"), "text").unwrap();
        fs::write(folder.path().join("script"), "#!").unwrap();
        fs::set_permissions(folder.path().join("script"), PermissionsExt::from_mode(0o700)).unwrap();
        fs::set_permissions(folder.path().join("inner/text"), PermissionsExt::from_mode(0o600)).unwrap();
        folder
    }

    /// On an image without a base.
    fn collect(assets: &[Asset]) -> Result<Archive, LayerError> {
        super::collect(assets, &Ground::bare())
    }

    fn asset(from: &Path, to: &str) -> Vec<Asset> {
        vec![Asset { from: from.into(), to: to.into() }]
    }

    #[test]
    fn a_folder_is_taken_whole_and_readable_for_everybody() {
        let folder = folder();
        symlink("text", folder.path().join("inner/relative")).unwrap();
        symlink(folder.path().join("script"), folder.path().join("inner/absolute")).unwrap();
        let found = files(&collect(&asset(folder.path(), "/data/set")).unwrap());
        let expected = [
            ("data", 0o755, ""),
            ("data/set", 0o755, ""),
            ("data/set/inner", 0o755, ""),
            ("data/set/inner/absolute", 0o777, "-> /data/set/script"),
            ("data/set/inner/relative", 0o777, "-> text"),
            ("data/set/inner/text", 0o644, "text"),
            ("data/set/script", 0o755, "#!"),
        ];
        assert_eq!(found, expected.map(|(path, mode, said)| (path.to_owned(), mode, said.to_owned())));
    }

    #[test]
    fn a_file_is_put_at_its_place() {
        let folder = folder();
        let found = files(&collect(&asset(&folder.path().join("inner/text"), "/etc/app.conf")).unwrap());
        assert_eq!(found.last().unwrap(), &("etc/app.conf".to_owned(), 0o644, "text".to_owned()));
    }

    /// Path, mode and owner of all that is put at `to` on `ground`.
    fn put(to: &str, ground: &Ground) -> Vec<(String, u32, (u64, u64))> {
        let folder = folder();
        let archive = super::collect(&asset(&folder.path().join("script"), to), ground).unwrap();
        let mut bytes = Vec::new();
        archive.write_to(&mut bytes).unwrap();
        let mut reader = tar::Archive::new(bytes.as_slice());
        let entries = reader.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            let header = entry.header();
            let owner = (header.uid().unwrap(), header.gid().unwrap());
            (header.path().unwrap().display().to_string(), header.mode().unwrap(), owner)
        });
        entries.collect()
    }

    #[test]
    fn a_folder_that_a_file_is_put_into_keeps_its_mode_and_owner() {
        let bare = Ground::bare();
        assert_eq!(put("/tmp/x", &bare)[0], ("tmp".to_owned(), 0o1777, (0, 0)));
        let home = put("/home/nonroot/x", &bare);
        assert_eq!(home[0], ("home".to_owned(), 0o755, (0, 0)));
        assert_eq!(home[1], ("home/nonroot".to_owned(), 0o755, (65532, 65532)));
        let mut base = Ground::default();
        base.folder(Path::new("var/mail"), (0o2775, 0, 8));
        assert_eq!(put("/var/mail/x", &base)[1], ("var/mail".to_owned(), 0o2775, (0, 8)));
    }

    #[test]
    fn a_file_below_a_link_of_the_base_does_not_replace_the_link() {
        let mut base = Ground::default();
        base.link(Path::new("bin"), Path::new("usr/bin"));
        let paths = put("/bin/tool", &base).into_iter().map(|(path, _, _)| path).collect::<Vec<_>>();
        assert_eq!(paths, ["usr", "usr/bin", "usr/bin/tool"]);
    }

    #[test]
    fn a_link_that_leads_out_is_refused() {
        let folder = folder();
        for target in ["/etc/passwd", "../..", "nowhere"] {
            let link = folder.path().join("out");
            symlink(target, &link).unwrap();
            let error = collect(&asset(folder.path(), "/data")).unwrap_err().to_string();
            assert!(error.contains(&format!("out`: it is a link to `{target}`")), "{error}");
            fs::remove_file(link).unwrap();
        }
    }

    #[test]
    fn a_file_that_changes_after_it_was_found_is_an_error() {
        let folder = folder();
        let archive = collect(&asset(folder.path(), "/data")).unwrap();
        fs::write(folder.path().join("inner/text"), "longer text").unwrap();
        let error = archive.write_to(&mut io::sink()).unwrap_err().to_string();
        assert!(error.ends_with("inner/text`: it was changed while it was packaged"), "{error}");
    }

    #[test]
    fn a_place_that_is_no_absolute_path_is_refused() {
        let folder = folder();
        for place in ["data", "/", "/data/../etc", ""] {
            assert!(
                matches!(collect(&asset(folder.path(), place)).unwrap_err(), LayerError::Asset { .. }),
                "{place}"
            );
        }
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_refused() {
        let folder = folder();
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        let error = collect(&asset(folder.path(), "/data")).unwrap_err().to_string();
        assert!(error.contains("socket`: it is a device, a pipe or a socket"), "{error}");
    }
}
