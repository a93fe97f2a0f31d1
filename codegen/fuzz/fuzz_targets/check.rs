//! Files: what the API server would say of every document in one, at the oldest and the newest Kubernetes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::manifest::check_document;
use podwright_rules::schema::{NEWEST, OLDEST};
use podwright_rules::{Options, Root, yaml};

fuzz_target!(|text: &str| {
    for document in yaml::chunks(text).iter().flat_map(yaml::Chunk::read) {
        for kubernetes in [OLDEST, NEWEST] {
            check_document(&document, &Options { kubernetes, ..Options::of(Root::Pod) });
        }
    }
});
