//! What a file is that is no ELF file, in words for the user.

/// Names the format of a file from its first bytes.
pub(super) fn describe(start: &[u8]) -> String {
    let known = match start {
        [] => "an empty file",
        [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..] | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..] => {
            "a macOS program (Mach-O)"
        }
        [0xca, 0xfe, 0xba, 0xbe, ..] => "a macOS universal binary (Mach-O)",
        [b'M', b'Z', ..] => "a Windows program (PE)",
        [b'!', b'<', b'a', b'r', b'c', b'h', b'>', ..] => "a static library",
        [0, b'a', b's', b'm', ..] => "a WebAssembly module",
        [0x1f, 0x8b, ..] => "a gzip file",
        [b'P', b'K', 3, 4, ..] => "a zip file",
        [b'#', b'!', line @ ..] => return script(line),
        _ => "not an ELF file",
    };
    known.to_owned()
}

fn script(line: &[u8]) -> String {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    format!("a script for `{}`", String::from_utf8_lossy(line).trim())
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn the_formats_of_other_systems_are_named() {
        assert_eq!(describe(&[0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]), "a macOS program (Mach-O)");
        assert_eq!(describe(&[0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2]), "a macOS universal binary (Mach-O)");
        assert_eq!(describe(b"MZ\x90\0"), "a Windows program (PE)");
        assert_eq!(describe(b"#!/bin/sh -e\necho"), "a script for `/bin/sh -e`");
        assert_eq!(describe(b""), "an empty file");
        assert_eq!(describe(b"hello"), "not an ELF file");
    }
}
