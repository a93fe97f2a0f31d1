//! Quantities: read or refused, with a place that is in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_rules::formats::quantity;

fuzz_target!(|text: &str| {
    match quantity::parse(text) {
        Ok(amount) => assert!(!(amount.is_negative() && amount.is_positive())),
        Err(invalid) => assert!(text.get(invalid.range()).is_some()),
    }
    let _ = quantity::is_kept_as_written(text);
});
