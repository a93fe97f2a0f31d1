use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::closure::tests::workshop::Workshop;

/// The 64 bytes of an ELF header, for what its first fields alone decide.
fn header(class: u8, abi: u8, kind: u16, machine: u16) -> Vec<u8> {
    let mut bytes = vec![0; 64];
    bytes[..8].copy_from_slice(&[0x7f, b'E', b'L', b'F', class, 1, 1, abi]);
    bytes[16..18].copy_from_slice(&kind.to_le_bytes());
    bytes[18..20].copy_from_slice(&machine.to_le_bytes());
    bytes[20] = 1;
    bytes[52] = 64;
    bytes
}

fn open(content: &[u8]) -> Result<Executable, ExecutableError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("program");
    std::fs::write(&path, content).unwrap();
    Executable::open(&path)
}

fn reason(content: &[u8]) -> String {
    match open(content).unwrap_err() {
        ExecutableError::Unfit { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

#[test]
fn the_running_program_is_read() {
    let running = Executable::running().unwrap();
    let file = Executable::open(&std::env::current_exe().unwrap()).unwrap();
    assert_eq!(running.path(), file.path());
    assert_eq!(running.architecture().as_str(), file.architecture().as_str());
    assert!(!running.is_static());
    assert!(running.elf().interpreter.as_deref().unwrap().contains("ld-linux"));
    assert!(running.elf().dynamic.needed.iter().any(|name| name == "libc.so.6"));
    assert!(running.build_id().is_some_and(|id| id.len() == 40));
}

#[test]
#[cfg(target_arch = "x86_64")]
fn only_of_the_running_program_are_the_instructions_certain() {
    assert!(Executable::running().unwrap().instruction_set().unwrap().certain);
    let file = Executable::open(&std::env::current_exe().unwrap()).unwrap();
    assert!(!file.instruction_set().unwrap().certain);
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_level_written_in_the_file_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let (code, program) = (folder.path().join("program.c"), folder.path().join("program"));
    std::fs::write(&code, "int main() { return 0; }").unwrap();
    let compiler = std::process::Command::new("cc")
        .args(["-mneeded", "-march=x86-64-v3", "-o"])
        .args([&program, &code])
        .status();
    assert!(compiler.unwrap().success());
    let needed = Executable::open(&program).unwrap().instruction_set().unwrap();
    assert_eq!(needed, InstructionSet { level: X86Level::V3, certain: false });
}

#[test]
fn programs_of_other_processors_are_read() {
    for (machine, name) in [(183, "arm64"), (243, "riscv64"), (21, "ppc64le"), (62, "amd64")] {
        let executable = open(&header(2, 0, 2, machine)).unwrap();
        assert_eq!(executable.architecture().as_str(), name);
        assert!(executable.is_static());
    }
}

#[test]
fn programs_of_other_systems_are_refused() {
    assert_eq!(reason(&[0xcf, 0xfa, 0xed, 0xfe, 12, 0, 0, 1]), "it is a macOS program (Mach-O)");
    assert_eq!(reason(b"MZ\x90\0\x03"), "it is a Windows program (PE)");
    assert_eq!(reason(b"#!/bin/sh\nexit\n"), "it is a script for `/bin/sh`");
    assert_eq!(reason(&header(2, 9, 2, 62)), "it is a FreeBSD program");
    assert_eq!(reason(&header(1, 0, 2, 3)), "it is a 32-bit program");
    assert_eq!(
        reason(&header(2, 0, 2, 258)),
        "it is built for LoongArch, which podwright does not package for"
    );
}

#[test]
fn what_is_no_program_is_refused() {
    assert_eq!(reason(&header(2, 0, 1, 62)), "it is an object file or a core dump, not a program");
    let shop = Workshop::new();
    shop.library("lib", "a", &[], &[]);
    let library = Executable::open(&shop.path("lib/liba.so.1")).unwrap_err().to_string();
    assert!(library.contains("liba.so.1` cannot run in a pod: it is a shared library; build"), "{library}");
    assert!(Executable::open(Path::new("/")).unwrap_err().to_string().contains("it is a folder"));
    let missing = Executable::open(Path::new("/no/such/program")).unwrap_err().to_string();
    assert!(missing.contains("cannot read the program `/no/such/program`"), "{missing}");
}

#[test]
fn damaged_headers_are_an_error() {
    let mut damaged = header(2, 0, 2, 62);
    damaged[32] = 0xff;
    damaged[54] = 56;
    damaged[56] = 9;
    assert!(reason(&damaged).starts_with("its ELF headers are damaged"));
}

#[test]
fn a_program_runs_and_has_its_symbols_without_debug_sections() {
    let running = Executable::running().unwrap();
    let source = running.source_without_debug_sections();
    assert!(source.size() < running.size(), "the test binary has debug sections");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stripped");
    let mut file = File::create(&path).unwrap();
    source.write_to(&mut file).unwrap();
    drop(file);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();

    let output = std::process::Command::new(&path).arg("--list").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let sections = std::process::Command::new("readelf").arg("-SWs").arg(&path).output().unwrap();
    let sections = String::from_utf8(sections.stdout).unwrap();
    assert!(sections.contains(".symtab") && !sections.contains(".debug_info"), "{sections}");
    assert!(sections.contains("podwright_image"), "the symbols kept their names");
    let stripped = Executable::open(&path).unwrap();
    assert_eq!(stripped.source_without_debug_sections().size(), stripped.size(), "nothing is left to drop");
}

#[test]
fn a_program_with_data_behind_it_is_left_whole() {
    let mut bytes = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    bytes.extend_from_slice(b"an archive that the program reads from its own file");
    let executable = open(&bytes).unwrap();
    assert_eq!(executable.source_without_debug_sections().size(), bytes.len() as u64);
}

/// This test's own program, with another value in a field of its section `.debug_info`.
fn with_odd_debug_section(field: usize, value: u64) -> Executable {
    use object::read::elf::FileHeader;
    let mut bytes = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    let header = object::elf::FileHeader64::<object::Endianness>::parse(&*bytes).unwrap();
    let endian = header.endian().unwrap();
    let sections = header.sections(endian, &*bytes).unwrap();
    let index = sections.section_by_name(endian, b".debug_info").unwrap().0.0;
    let at = usize::try_from(header.e_shoff(endian)).unwrap() + index * 64 + field;
    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
    open(&bytes).unwrap()
}

#[test]
fn debug_sections_that_no_linker_writes_are_not_kept() {
    const SIZE: usize = 32;
    const ALIGNMENT: usize = 48;
    assert!(with_odd_debug_section(ALIGNMENT, 1).debug_file().is_some());
    for (field, value) in [(ALIGNMENT, 1 << 40), (ALIGNMENT, u64::MAX), (SIZE, 1 << 40), (SIZE, u64::MAX)] {
        let program = with_odd_debug_section(field, value);
        assert!(program.debug_file().is_none(), "{field}: {value:x}");
        assert_eq!(program.source_without_debug_sections().size(), program.size(), "{field}: {value:x}");
    }
}
