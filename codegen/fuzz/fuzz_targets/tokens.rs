//! Templates as tokens: parsed, checked and expanded without a panic, at places that are in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use podwright_codegen::check::check;
use podwright_codegen::expand;
use podwright_rules::{Options, Spelling};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

fuzz_target!(|text: &str| {
    if let Ok(tokens) = text.parse::<TokenStream>() {
        let template = check(tokens.clone(), &Options::new(Spelling::Snake));
        for diagnostic in &template.diagnostics {
            for at in diagnostic.labels.iter().map(|(at, _)| *at).chain([diagnostic.at]) {
                let place = template.parsed.places.get(at);
                for span in [place.first, place.last] {
                    assert!(text.get(span.byte_range()).is_some(), "{diagnostic:?}");
                }
            }
        }
        // As the macro is handed it: with the way to the crate.
        let mut input: TokenStream = "::podwright".parse().expect("it is a path");
        input.extend([TokenTree::Group(Group::new(Delimiter::Brace, tokens))]);
        assert!(!expand::pod_template(input).is_empty());
    }
    // Else the places of all texts are kept, until there is no memory left.
    proc_macro2::extra::invalidate_current_thread_spans();
});
