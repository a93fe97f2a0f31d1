//! Templates as tokens: parsed, checked and expanded without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_codegen::check::check;
use podwright_rules::{Options, Spelling};
use proc_macro2::TokenStream;

fuzz_target!(|text: &str| {
    if let Ok(tokens) = text.parse::<TokenStream>() {
        check(tokens, &Options::new(Spelling::Snake));
    }
    // Else the places of all texts are kept, until there is no memory left.
    proc_macro2::extra::invalidate_current_thread_spans();
});
