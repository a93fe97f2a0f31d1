//! Everything that is wrong with one `#[task]`, said at the end.

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::expand::diagnostics;
use crate::parse::Place;

/// What was found wrong so far.
#[derive(Default)]
pub(super) struct Problems(TokenStream);

impl Problems {
    /// Says what is wrong with some tokens, and what to do.
    pub(super) fn add(&mut self, tokens: impl ToTokens, message: &str, help: &str) {
        self.at(Place::of(tokens.to_token_stream()), message, help);
    }

    /// Says what is wrong at a place, and what to do.
    pub(super) fn at(&mut self, place: Place, message: &str, help: &str) {
        self.0.extend(diagnostics::error(place, &format!("{message}\nhelp: {help}")));
    }

    /// What syn could not read.
    pub(super) fn syntax(&mut self, error: &syn::Error) {
        self.0.extend(error.to_compile_error());
    }

    /// Items that make rustc say it all.
    pub(super) fn into_tokens(self) -> TokenStream {
        self.0
    }
}
