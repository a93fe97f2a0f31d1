//! Schedules: right, or wrong at a place that is in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::formats::cron;

fuzz_target!(|text: &str| {
    if let Err(invalid) = cron::check(text) {
        assert!(text.get(invalid.range()).is_some());
    }
});
