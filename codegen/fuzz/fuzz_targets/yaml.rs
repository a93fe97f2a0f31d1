//! YAML and JSON: every chunk of a text is read, with places that are in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::yaml;

fuzz_target!(|text: &str| {
    // A carriage return alone ends a line too.
    let ends = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let lines = u32::try_from(ends).unwrap_or(u32::MAX);
    for document in yaml::chunks(text).iter().flat_map(yaml::Chunk::read) {
        for diagnostic in &document.diagnostics {
            assert!(document.places.get(diagnostic.at).start.line <= lines + 2);
        }
    }
});
