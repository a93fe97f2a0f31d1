//! Names of all kinds: right, or wrong at a place that is in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::formats::name;

fuzz_target!(|text: &str| {
    for check in [
        name::label,
        name::subdomain,
        name::qualified,
        name::label_value,
        name::port,
        name::env,
        name::key,
        name::prefix,
        name::search_domain,
    ] {
        if let Err(invalid) = check(text) {
            assert!(text.get(invalid.range()).is_some());
        }
    }
});
