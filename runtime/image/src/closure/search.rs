//! Where the loader finds a library: glibc's order (`_dl_map_object` in `elf/dl-load.c`), without builds for newer processors.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Component, Path, PathBuf};

use object::elf::ET_DYN;

use super::loader::Loader;
use crate::executable::{Architecture, Dynamic, Elf};

/// A folder as it is called here and in the image. They differ only in what is relative to the program, which lies
/// elsewhere in the image.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    pub(super) host: PathBuf,
    pub(super) image: PathBuf,
}

impl Folder {
    /// A folder that has the same path on both sides.
    pub(super) fn same(path: PathBuf) -> Self {
        Self { image: normalized(&path), host: path }
    }
}

/// A file that needs others: the program or a library.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) name: String,
    pub(super) dynamic: Dynamic,
    /// The folder it is in: what `$ORIGIN` stands for.
    pub(super) origin: Folder,
    /// Which object asked for it: an index among all objects.
    pub(super) parent: Option<usize>,
}

/// A library's file.
pub(super) struct Found {
    pub(super) host: PathBuf,
    pub(super) image: PathBuf,
    pub(super) file: File,
    pub(super) elf: Elf,
}

/// What the search depends on beside the objects.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) architecture: Architecture,
    pub(super) loader: Loader,
    pub(super) library_path: Vec<PathBuf>,
}

/// The folders of a `LD_LIBRARY_PATH`, as absolute paths. Empty entries mean the current folder, as for the loader.
pub(super) fn library_path(value: &OsStr) -> Vec<PathBuf> {
    if value.is_empty() {
        return Vec::new();
    }
    let entries = value.to_string_lossy();
    entries
        .split([':', ';'])
        .filter_map(|entry| std::path::absolute(if entry.is_empty() { "." } else { entry }).ok())
        .collect()
}

impl Search {
    /// The file that the loader takes for the library `name`, which the object at `requester` asks for.
    pub(super) fn find(&self, name: &str, requester: usize, objects: &[Object]) -> Option<Found> {
        let object = &objects[requester];
        if name.contains('/') {
            return self.expanded(name, &object.origin).into_iter().find_map(|path| self.open(path));
        }
        let in_folder = |folder: Folder| {
            self.open(Folder { host: folder.host.join(name), image: folder.image.join(name) })
        };
        if let Some(found) = self.rpath(requester, objects).into_iter().find_map(in_folder) {
            return Some(found);
        }
        let library_path = self.library_path.iter().cloned().map(Folder::same);
        if let Some(found) =
            library_path.chain(self.listed(object.dynamic.runpath.as_deref(), object)).find_map(in_folder)
        {
            return Some(found);
        }
        if object.dynamic.no_default_libraries {
            return None;
        }
        let cached =
            self.loader.cached(name).iter().cloned().map(Folder::same).find_map(|path| self.open(path));
        cached.or_else(|| {
            self.loader.default_folders(self.architecture).into_iter().map(Folder::same).find_map(in_folder)
        })
    }

    /// RPATH counts for what a library needs in turn, and not at all where there is a RUNPATH.
    fn rpath(&self, requester: usize, objects: &[Object]) -> Vec<Folder> {
        if objects[requester].dynamic.runpath.is_some() {
            return Vec::new();
        }
        std::iter::successors(Some(&objects[requester]), |object| {
            object.parent.map(|parent| &objects[parent])
        })
        .filter(|object| object.dynamic.runpath.is_none())
        .flat_map(|object| self.listed(object.dynamic.rpath.as_deref(), object))
        .collect()
    }

    fn listed(&self, list: Option<&str>, object: &Object) -> Vec<Folder> {
        let entries = list.unwrap_or_default().split(':').filter(|entry| !entry.is_empty());
        entries.flat_map(|entry| self.expanded(entry, &object.origin)).collect()
    }

    /// `text` with its `$ORIGIN`, `$LIB` and `$PLATFORM` filled in; several where the value of `$LIB` is not known.
    fn expanded(&self, text: &str, origin: &Folder) -> Vec<Folder> {
        let fill = |text: &str, name: &str, value: &str| {
            text.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value)
        };
        let text = fill(text, "PLATFORM", self.architecture.platform());
        let values = Loader::lib_values(self.architecture);
        let variants =
            if text.contains("$LIB") || text.contains("${LIB}") { &values[..] } else { &values[..1] };
        let filled =
            |text: &str, origin: &Path| PathBuf::from(fill(text, "ORIGIN", &origin.to_string_lossy()));
        variants
            .iter()
            .map(|lib| fill(&text, "LIB", lib))
            .map(|text| Folder {
                host: filled(&text, &origin.host),
                image: normalized(&filled(&text, &origin.image)),
            })
            .filter(|folder| folder.host.is_absolute())
            .collect()
    }

    /// A library for another processor is passed over, as the loader does.
    fn open(&self, path: Folder) -> Option<Found> {
        let file = File::open(&path.host).ok()?;
        let elf = Elf::read(&file).ok()?;
        let fits = elf.architecture == self.architecture && elf.kind == ET_DYN;
        fits.then(|| Found { host: path.host, image: normalized(&path.image), file, elf })
    }
}

/// `path` without `.` and `..`: an image has no linked folders, so that this is what the system would find.
pub(super) fn normalized(path: &Path) -> PathBuf {
    let mut plain = PathBuf::from("/");
    for component in path.components() {
        match component {
            Component::Normal(name) => plain.push(name),
            Component::ParentDir => {
                plain.pop();
            }
            Component::RootDir | Component::CurDir | Component::Prefix(_) => {}
        }
    }
    plain
}
