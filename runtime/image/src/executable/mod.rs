//! The program to package: opened once and read. It gives what later rooms ask about it, and knows nothing of images.

mod architecture;
mod debug;
mod debug_file;
mod elf;
mod format;
mod glibc;
mod instructions;
mod reader;
mod source;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object::elf::{ET_DYN, ET_EXEC};

pub use architecture::Architecture;
pub(crate) use elf::{Dynamic, Elf, ElfError};
pub use glibc::Glibc;
pub use instructions::{InstructionSet, X86Level};
pub(crate) use reader::Reader;
pub(crate) use source::{Source, Stamp};

/// A Linux program that can be packaged. Clones share the open file.
#[derive(Clone, Debug)]
pub struct Executable {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    source: Source,
    elf: Elf,
    origin: Origin,
}

/// Where a program came from: of the running one more is known than its file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    Running,
    File,
}

/// Why a file cannot be packaged as a program.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecutableError {
    /// The file could not be opened or read.
    #[error("cannot read the program `{}`: {source}", path.display())]
    Read {
        /// The program's file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The running program is not a Linux program, so that it cannot be packaged itself.
    #[error(
        "this is a {system} program and pods run Linux: build it for Linux and name the file with `--binary`"
    )]
    Host {
        /// The system this program runs on.
        system: &'static str,
    },
    /// The file is of another format, system or processor, or is not a program at all.
    #[error("`{}` cannot run in a pod: {reason}; build the program for 64-bit Linux and name the file with `--binary`", path.display())]
    Unfit {
        /// The program's file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
}

impl Executable {
    /// The program that is running, even when its file has been replaced or removed since it was started.
    pub fn running() -> Result<Self, ExecutableError> {
        const SELF: &str = "/proc/self/exe";
        if !cfg!(target_os = "linux") {
            return Err(ExecutableError::Host { system: std::env::consts::OS });
        }
        let read = |source| ExecutableError::Read { path: SELF.into(), source };
        let path = without_deleted(std::fs::read_link(SELF).map_err(read)?);
        Self::read(path, File::open(SELF).map_err(read)?, Origin::Running)
    }

    /// The program in the file at `path`.
    pub fn open(path: &Path) -> Result<Self, ExecutableError> {
        let read = |source| ExecutableError::Read { path: path.into(), source };
        let real = path.canonicalize().map_err(read)?;
        let file = File::open(&real).map_err(read)?;
        if file.metadata().map_err(read)?.is_dir() {
            return Err(ExecutableError::Unfit { path: path.into(), reason: "it is a folder".to_owned() });
        }
        Self::read(real, file, Origin::File)
    }

    fn read(path: PathBuf, file: File, origin: Origin) -> Result<Self, ExecutableError> {
        let elf = match Elf::read(&file) {
            Ok(elf) => elf,
            Err(ElfError::Read(source)) => return Err(ExecutableError::Read { path, source }),
            Err(reason) => {
                return Err(ExecutableError::Unfit { path, reason: reason.to_string() });
            }
        };
        if let Some(reason) = no_program(&elf) {
            return Err(ExecutableError::Unfit { path, reason: reason.to_owned() });
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let source = match Source::whole(path.clone(), file) {
            Ok(source) => source,
            Err(source) => return Err(ExecutableError::Read { path, source }),
        };
        Ok(Self { inner: Arc::new(Inner { name, source, elf, origin }) })
    }

    /// The name of the program's file.
    pub fn name(&self) -> &str {
        &self.inner.name
    }

    /// The program's file, without links. A running program's may have been replaced: what is packaged is what runs.
    pub fn path(&self) -> &Path {
        self.inner.source.path()
    }

    /// The size of the program's file in bytes, debug sections included.
    pub fn size(&self) -> u64 {
        self.inner.source.size()
    }

    /// The processor it is built for.
    pub fn architecture(&self) -> Architecture {
        self.inner.elf.architecture
    }

    /// The x86-64 level it needs; `None` for other architectures.
    pub fn instruction_set(&self) -> Option<InstructionSet> {
        if self.architecture() != Architecture::Amd64 {
            return None;
        }
        let running = self.inner.origin == Origin::Running;
        let built = if running { X86Level::of_this_build() } else { X86Level::V1 };
        let said = self.inner.elf.level.unwrap_or(X86Level::V1);
        Some(InstructionSet { level: built.max(said), certain: running })
    }

    /// The linker's build id in hexadecimal digits, where the linker wrote one.
    pub fn build_id(&self) -> Option<&str> {
        self.inner.elf.build_id.as_deref()
    }

    /// The newest glibc that it uses something of; `None` where it uses none.
    pub fn glibc(&self) -> Option<Glibc> {
        Glibc::needed_by(self.file())
    }

    /// Whether it is linked without shared libraries.
    pub fn is_static(&self) -> bool {
        self.inner.elf.interpreter.is_none()
    }

    /// The open file.
    pub(crate) fn file(&self) -> &File {
        self.inner.source.file()
    }

    pub(crate) fn elf(&self) -> &Elf {
        &self.inner.elf
    }

    pub(crate) fn origin(&self) -> Origin {
        self.inner.origin
    }

    /// The program without the sections that only debuggers read; whole where that is not certain to be safe.
    pub(crate) fn source_without_debug_sections(&self) -> Source {
        let source = &self.inner.source;
        debug::without_debug_sections(source.file())
            .map_or_else(|| source.clone(), |pieces| source.in_pieces(pieces))
    }

    /// What a debugger needs beside the program without its debug sections; `None` where it has none of them.
    pub(crate) fn debug_file(&self) -> Option<Source> {
        let source = &self.inner.source;
        debug_file::debug_sections(source.file()).map(|pieces| source.in_pieces(pieces))
    }
}

/// Why a readable ELF file is still nothing that can be started.
fn no_program(elf: &Elf) -> Option<&'static str> {
    let library = elf.interpreter.is_none() && !elf.dynamic.is_program && elf.dynamic.soname.is_some();
    match elf.kind {
        ET_DYN if library => Some("it is a shared library"),
        ET_EXEC | ET_DYN => None,
        _ => Some("it is an object file or a core dump, not a program"),
    }
}

/// Linux marks the path of a running program whose file is gone.
fn without_deleted(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_suffix(" (deleted)")) {
        Some(before) => before.into(),
        None => path,
    }
}

#[cfg(test)]
mod tests;
