//! Durations: read or refused, with a place that is in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::formats::duration;

fuzz_target!(|text: &str| {
    if let Err(invalid) = duration::parse(text) {
        assert!(text.get(invalid.range()).is_some());
    }
});
