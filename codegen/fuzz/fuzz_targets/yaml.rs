//! YAML and JSON: every chunk of a text is read, with places that are in it.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;
use places::Lines;
use podwright_rules::yaml;

fuzz_target!(|text: &str| {
    let lines = Lines::of(text);
    for document in yaml::chunks(text).iter().flat_map(yaml::Chunk::read) {
        for diagnostic in &document.diagnostics {
            lines.hold(diagnostic, &document.places);
        }
    }
});
