//! Files: what the API server would say of every document in one, at the oldest and the newest Kubernetes, at places that are in it.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;
use places::Lines;
use podwright_rules::manifest::check_document;
use podwright_rules::schema::{NEWEST, OLDEST};
use podwright_rules::{Options, Root, yaml};

fuzz_target!(|text: &str| {
    let lines = Lines::of(text);
    for document in yaml::chunks(text).iter().flat_map(yaml::Chunk::read) {
        for kubernetes in [OLDEST, NEWEST] {
            let report = check_document(&document, &Options { kubernetes, ..Options::of(Root::Pod) });
            for diagnostic in report.diagnostics.iter().chain(&report.passed_over) {
                lines.hold(diagnostic, &document.places);
            }
        }
    }
});
