//! One ELF file, read: what packaging needs to know of a program or a shared library. It reads headers and never whole files.

use std::fs::File;
use std::io;

use object::Endianness;
use object::elf;
use object::read::StringTable;
use object::read::elf::{Dyn, FileHeader, ProgramHeader};

use super::architecture::Architecture;
use super::format;
use super::instructions::X86Level;
use super::reader::{Data, Reader};
use crate::digest::hex;
use crate::system::read_at;

type Header = elf::FileHeader64<Endianness>;
type Segment = elf::ProgramHeader64<Endianness>;

/// What a file needs in order to be loaded, and where its loader looks for it.
#[derive(Clone, Debug)]
pub(crate) struct Elf {
    pub(crate) architecture: Architecture,
    /// `e_type`: a program, a shared library or position-independent program, or something else.
    pub(crate) kind: elf::FileType,
    pub(crate) interpreter: Option<String>,
    pub(crate) build_id: Option<String>,
    /// What `.note.gnu.property` says of the instructions needed.
    pub(crate) level: Option<X86Level>,
    pub(crate) dynamic: Dynamic,
}

/// The entries of the dynamic section that concern other files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dynamic {
    pub(crate) needed: Vec<String>,
    pub(crate) soname: Option<String>,
    pub(crate) rpath: Option<String>,
    pub(crate) runpath: Option<String>,
    /// `-z nodeflib`: the default folders are not searched.
    pub(crate) no_default_libraries: bool,
    /// Linked as a position-independent program and not as a library.
    pub(crate) is_program: bool,
}

/// Why a file is not an ELF file that can be packaged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ElfError {
    #[error("it is {0}")]
    Format(String),
    #[error("it is a 32-bit program")]
    Class,
    #[error("it is a {0} program")]
    System(&'static str),
    #[error("it is built for {0}, which podwright does not package for")]
    Architecture(String),
    #[error("its ELF headers are damaged ({0})")]
    Damaged(#[from] object::read::Error),
    #[error(transparent)]
    Read(#[from] io::Error),
}

impl Elf {
    /// Reads the headers, the dynamic section and the notes of `file`.
    pub(crate) fn read(file: &File) -> Result<Self, ElfError> {
        check_format(file)?;
        let cache = Reader::cached(file);
        let data = &cache;
        let header = Header::parse(data)?;
        let endian = header.endian()?;
        let segments = header.program_headers(endian, data)?;

        let mut interpreter = None;
        let mut notes = Notes::default();
        for segment in segments {
            if let Some(path) = segment.interpreter(endian, data)? {
                interpreter = Some(String::from_utf8_lossy(path).into_owned());
            }
            notes.read(segment, endian, data)?;
        }
        if let Some(system) = system_of_abi(header.e_ident.os_abi).or(notes.system) {
            return Err(ElfError::System(system));
        }
        Ok(Self {
            architecture: architecture(header, endian)?,
            kind: header.e_type(endian),
            interpreter,
            build_id: notes.build_id,
            level: notes.level,
            dynamic: Dynamic::read(segments, endian, data)?,
        })
    }
}

fn check_format(file: &File) -> Result<(), ElfError> {
    let mut start = [0; 256];
    let mut filled = 0;
    loop {
        match read_at(file, &mut start[filled..], filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    let start = &start[..filled];
    match start {
        [0x7f, b'E', b'L', b'F', 2, ..] => Ok(()),
        [0x7f, b'E', b'L', b'F', 1, ..] => Err(ElfError::Class),
        _ => Err(ElfError::Format(format::describe(start))),
    }
}

fn architecture(header: &Header, endian: Endianness) -> Result<Architecture, ElfError> {
    let machine = header.e_machine(endian);
    Architecture::of_elf(machine, header.is_little_endian()).ok_or_else(|| {
        let name = match machine {
            elf::EM_PPC64 => "big-endian POWER".to_owned(),
            elf::EM_AARCH64 => "big-endian AArch64".to_owned(),
            elf::EM_LOONGARCH => "LoongArch".to_owned(),
            elf::EM_MIPS => "MIPS".to_owned(),
            elf::EM_SPARCV9 => "SPARC".to_owned(),
            other => format!("ELF machine {}", other.0),
        };
        ElfError::Architecture(name)
    })
}

fn system_of_abi(abi: elf::OsAbi) -> Option<&'static str> {
    match abi {
        elf::ELFOSABI_NETBSD => Some("NetBSD"),
        elf::ELFOSABI_SOLARIS => Some("Solaris"),
        elf::ELFOSABI_FREEBSD => Some("FreeBSD"),
        elf::ELFOSABI_OPENBSD => Some("OpenBSD"),
        _ => None,
    }
}

#[derive(Default)]
struct Notes {
    build_id: Option<String>,
    level: Option<X86Level>,
    system: Option<&'static str>,
}

impl Notes {
    fn read(&mut self, segment: &Segment, endian: Endianness, data: Data<'_>) -> Result<(), ElfError> {
        let Some(mut notes) = segment.notes(endian, data)? else {
            return Ok(());
        };
        while let Some(note) = notes.next()? {
            match note.name() {
                b"FreeBSD" => self.system = Some("FreeBSD"),
                b"NetBSD" => self.system = Some("NetBSD"),
                b"OpenBSD" => self.system = Some("OpenBSD"),
                b"Android" => self.system = Some("Android"),
                elf::ELF_NOTE_GNU if note.n_type(endian) == elf::NT_GNU_BUILD_ID => {
                    self.build_id = Some(hex(note.desc()));
                }
                _ => {}
            }
            for property in note.gnu_properties(endian).into_iter().flatten() {
                let property = property?;
                if property.pr_type() == elf::GNU_PROPERTY_X86_ISA_1_NEEDED {
                    self.level = Some(X86Level::of_property(property.data_u32(endian)?));
                }
            }
        }
        Ok(())
    }
}

impl Dynamic {
    fn read(segments: &[Segment], endian: Endianness, data: Data<'_>) -> Result<Self, ElfError> {
        let mut entries = Vec::<&elf::Dyn64<Endianness>>::new();
        for segment in segments {
            entries.extend(segment.dynamic(endian, data)?.into_iter().flatten());
        }
        let end = entries.iter().position(|entry| entry.d_tag(endian) == elf::DT_NULL);
        entries.truncate(end.unwrap_or(entries.len()));

        let strings = string_table(&entries, segments, endian, data);
        let string = |offset: u64| -> Result<String, ElfError> {
            let offset = u32::try_from(offset).map_err(|_| damaged_string())?;
            let bytes = strings.get(offset).map_err(|()| damaged_string())?;
            Ok(String::from_utf8_lossy(bytes).into_owned())
        };

        let mut dynamic = Self::default();
        for entry in entries {
            let value = entry.d_val(endian);
            match entry.d_tag(endian) {
                elf::DT_NEEDED => dynamic.needed.push(string(value)?),
                elf::DT_SONAME => dynamic.soname = Some(string(value)?),
                elf::DT_RPATH => dynamic.rpath = Some(string(value)?),
                elf::DT_RUNPATH => dynamic.runpath = Some(string(value)?),
                elf::DT_FLAGS_1 => {
                    dynamic.no_default_libraries = value & elf::DF_1_NODEFLIB.0 != 0;
                    dynamic.is_program = value & elf::DF_1_PIE.0 != 0;
                }
                _ => {}
            }
        }
        Ok(dynamic)
    }
}

/// The table that `DT_STRTAB` points to: an address, which the segment loaded there turns into a place in the file.
fn string_table<'a>(
    entries: &[&elf::Dyn64<Endianness>],
    segments: &[Segment],
    endian: Endianness,
    data: Data<'a>,
) -> StringTable<'a, Data<'a>> {
    let value =
        |tag| entries.iter().find(|entry| entry.d_tag(endian) == tag).map(|entry| entry.d_val(endian));
    let (Some(address), Some(size)) = (value(elf::DT_STRTAB), value(elf::DT_STRSZ)) else {
        return StringTable::default();
    };
    let loaded =
        segments.iter().filter(|segment| segment.p_type(endian) == elf::PT_LOAD).find_map(|segment| {
            let within = address.checked_sub(segment.p_vaddr(endian))?;
            (within < segment.p_filesz(endian)).then(|| segment.p_offset(endian).checked_add(within))?
        });
    loaded
        .map_or_else(StringTable::default, |start| StringTable::new(data, start, start.saturating_add(size)))
}

fn damaged_string() -> ElfError {
    ElfError::Read(io::Error::new(io::ErrorKind::InvalidData, "a name in its dynamic section is damaged"))
}
