//! The shared libraries a program needs, as its loader would find them here, each with its place in the image. It takes an
//! executable, gives files, and knows nothing of layers.

mod cache;
mod driver;
mod loader;
mod mapped;
mod search;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::executable::{Elf, Executable, Origin, Source, X86Level};
pub(crate) use driver::is_driver;
use loader::Loader;
pub(crate) use loader::brings;
use search::{Folder, Found, Object, Search};

/// Loaded by glibc itself when a thread is cancelled or a backtrace is taken, and named by no program.
const LOADED_BY_GLIBC: &str = "libgcc_s.so.1";

/// What a program needs beside itself in order to start.
#[derive(Debug, Default)]
pub(crate) struct Closure {
    /// The loader and the libraries, by their absolute path in the image.
    pub(crate) files: BTreeMap<PathBuf, Source>,
    /// Other names of those files: path to path.
    pub(crate) links: BTreeMap<PathBuf, PathBuf>,
    /// The loader's own settings.
    pub(crate) settings: Vec<(PathBuf, Vec<u8>)>,
    /// The highest x86-64 level that one of the files says it needs.
    pub(crate) level: Option<X86Level>,
}

/// Why the shared libraries of a program cannot be packaged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClosureError {
    /// The program's loader is not on this machine.
    #[error(
        "`{program}` is started by `{interpreter}`, which is not on this machine: package it on a machine that can run it, or link it statically (a `-musl` target)"
    )]
    Interpreter {
        /// The program's name.
        program: String,
        /// The loader's path.
        interpreter: String,
    },
    /// A library is not on this machine.
    #[error(
        "the shared library `{library}` is not on this machine ({chain}): install it, or name its folder in LD_LIBRARY_PATH"
    )]
    Unresolved {
        /// The library's name.
        library: String,
        /// Who needs it, and who needs that, up to the program.
        chain: String,
    },
    /// A library could not be read.
    #[error("cannot read the shared library `{}`: {source}", path.display())]
    Read {
        /// The library's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What of this machine decides which libraries are found.
#[derive(Debug, Default)]
pub(crate) struct Host {
    library_path: Vec<PathBuf>,
    mapped: Vec<PathBuf>,
}

impl Host {
    /// The environment of this process, and what it has loaded where it is the program itself.
    pub(crate) fn of(executable: &Executable) -> Self {
        let library_path = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
        let running = executable.origin() == Origin::Running;
        Self {
            library_path: search::library_path(&library_path),
            mapped: if running { mapped::files() } else { Vec::new() },
        }
    }
}

impl Closure {
    /// Finds all that `executable` needs, for an image in which the program lies in the folder `place`. A static program
    /// needs nothing.
    pub(crate) fn resolve(executable: &Executable, place: &Path, host: Host) -> Result<Self, ClosureError> {
        let Some(interpreter) = executable.elf().interpreter.as_deref() else {
            return Ok(Self::default());
        };
        let search = Search {
            architecture: executable.architecture(),
            loader: Loader::of_host(Path::new(interpreter)),
            library_path: host.library_path,
        };
        let mut walk = Walk::start(search, executable, place);
        walk.add_interpreter(executable, interpreter)?;
        walk.follow()?;
        if matches!(walk.search.loader, Loader::Glibc { .. }) {
            walk.add_if_there(LOADED_BY_GLIBC)?;
        }
        for path in host.mapped {
            walk.add_mapped(&path)?;
        }
        walk.follow()?;
        Ok(walk.finish())
    }
}

/// The walk through everything needed, breadth first as the loader does it.
struct Walk {
    search: Search,
    objects: Vec<Object>,
    /// How many of `objects` have had their needs looked up.
    followed: usize,
    /// Library names that are settled.
    names: HashSet<String>,
    /// Where each file is that is in, by device and inode.
    identities: HashMap<(u64, u64), PathBuf>,
    libraries: Vec<(String, String)>,
    closure: Closure,
}

impl Walk {
    fn start(search: Search, executable: &Executable, place: &Path) -> Self {
        let program = Object {
            name: executable.name().to_owned(),
            dynamic: executable.elf().dynamic.clone(),
            origin: Folder {
                host: executable.path().parent().unwrap_or(Path::new("/")).into(),
                image: place.into(),
            },
            parent: None,
        };
        Self {
            search,
            objects: vec![program],
            followed: 0,
            names: HashSet::from([executable.name().to_owned()]),
            identities: HashMap::new(),
            libraries: Vec::new(),
            closure: Closure::default(),
        }
    }

    fn add_interpreter(&mut self, executable: &Executable, interpreter: &str) -> Result<(), ClosureError> {
        let missing = || ClosureError::Interpreter {
            program: executable.name().to_owned(),
            interpreter: interpreter.to_owned(),
        };
        let path = PathBuf::from(interpreter);
        let file = File::open(&path).map_err(|_| missing())?;
        let elf = Elf::read(&file).map_err(|_| missing())?;
        if elf.architecture != executable.architecture() {
            return Err(missing());
        }
        self.names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        self.names.extend(elf.dynamic.soname);
        self.add_file(&path.clone(), path, file, elf.level)
    }

    /// Looks up what the objects need that have not been looked at, and what that needs, until nothing is left.
    fn follow(&mut self) -> Result<(), ClosureError> {
        while self.followed < self.objects.len() {
            let requester = self.followed;
            self.followed += 1;
            for name in self.objects[requester].dynamic.needed.clone() {
                if self.is_settled(&name) {
                    continue;
                }
                let Some(found) = self.search.find(&name, requester, &self.objects) else {
                    return Err(ClosureError::Unresolved { chain: self.chain(requester), library: name });
                };
                self.add(name, found, requester)?;
            }
        }
        Ok(())
    }

    fn add_if_there(&mut self, name: &str) -> Result<(), ClosureError> {
        match self.search.find(name, 0, &self.objects) {
            Some(found) if !self.is_settled(name) => self.add(name.to_owned(), found, 0),
            _ => Ok(()),
        }
    }

    /// Adds a library that the running program has loaded, unless it is in or is none of the program's.
    fn add_mapped(&mut self, path: &Path) -> Result<(), ClosureError> {
        let path = &mapped::for_all_processors(path);
        let Ok(file) = File::open(path) else { return Ok(()) };
        let Ok(elf) = Elf::read(&file) else { return Ok(()) };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let soname = elf.dynamic.soname.clone().unwrap_or_else(|| name.clone());
        if mapped::is_of_the_host(path) || is_driver(&name) || self.names.contains(&soname) {
            return Ok(());
        }
        let image = path.to_owned();
        if soname != name {
            let link = image.with_file_name(&soname);
            self.libraries.push((soname.clone(), link.to_string_lossy().into_owned()));
            self.closure.links.insert(link, image.clone());
            self.names.insert(soname);
        }
        self.add(name, Found { host: image.clone(), image, file, elf }, 0)
    }

    fn is_settled(&self, name: &str) -> bool {
        self.names.contains(name) || is_driver(name) || self.search.loader.is_itself(name)
    }

    /// Puts a library in under the name it was asked by, and its needs in line.
    fn add(&mut self, name: String, found: Found, parent: usize) -> Result<(), ClosureError> {
        self.names.insert(name.clone());
        self.names.extend(found.elf.dynamic.soname.clone());
        self.libraries.push((name.clone(), found.image.to_string_lossy().into_owned()));
        let folder = |path: &Path| path.parent().unwrap_or(Path::new("/")).to_owned();
        self.objects.push(Object {
            name,
            dynamic: found.elf.dynamic,
            origin: Folder { host: folder(&found.host), image: folder(&found.image) },
            parent: Some(parent),
        });
        self.add_file(&found.host, found.image, found.file, found.elf.level)
    }

    fn add_file(
        &mut self,
        host: &Path,
        image: PathBuf,
        file: File,
        level: Option<X86Level>,
    ) -> Result<(), ClosureError> {
        let read = |source| ClosureError::Read { path: host.to_owned(), source };
        let source = Source::whole(host.to_owned(), file).map_err(read)?;
        match self.identities.entry(source.identity()) {
            Entry::Vacant(new) => {
                new.insert(image.clone());
                self.closure.level = self.closure.level.max(level);
                self.closure.files.insert(image, source);
            }
            Entry::Occupied(there) if *there.get() != image => {
                self.closure.links.insert(image, there.get().clone());
            }
            Entry::Occupied(_) => {}
        }
        Ok(())
    }

    fn chain(&self, requester: usize) -> String {
        let objects = std::iter::successors(Some(&self.objects[requester]), |object| {
            object.parent.map(|parent| &self.objects[parent])
        });
        objects.map(|object| format!("needed by `{}`", object.name)).collect::<Vec<_>>().join(", ")
    }

    fn finish(mut self) -> Closure {
        self.closure.settings = self.search.loader.settings_for(self.search.architecture, &self.libraries);
        self.closure
    }
}

#[cfg(test)]
pub(crate) mod tests;
