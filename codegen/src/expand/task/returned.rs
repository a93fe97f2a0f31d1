//! A task's return type in the expansion, laid out so that rustc says what is wrong with it once, and at the type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;

use super::parameter::shown;
use crate::parse::Place;

/// The return type, and the crate that takes it apart.
pub(super) struct Returned<'t> {
    written: &'t Type,
    krate: &'t TokenStream,
    place: Place,
}

impl<'t> Returned<'t> {
    pub(super) fn new(written: &'t Type, krate: &'t TokenStream) -> Returned<'t> {
        Returned { written, krate, place: Place::of(written.to_token_stream()) }
    }

    /// The type of what the task's function gives.
    pub(super) fn call(&self) -> TokenStream {
        let value = self.part("Value");
        let Place { first, last } = self.place;
        // A type that begins with the macro's own tokens would be shown at the attribute.
        let krate = at(self.krate, first);
        let (call, open, close) =
            (quote_spanned!(first=> #krate::Call), quote_spanned!(first=> <), quote_spanned!(last=> >));
        quote!(#call #open #value #close)
    }

    /// The constant that makes a report of a result.
    pub(super) fn constant(&self) -> TokenStream {
        let (written, krate, type_name) = (self.written, self.krate, shown(self.written));
        let (value, error) = (self.part("Value"), self.part("Error"));
        let made = quote_spanned!(self.place.first=> returns::<#written, #value, #error>(#type_name));
        quote! {
            static __PODWRIGHT_RETURNS: #krate::__private::task::Returns<#written> =
                #krate::__private::task::#made;
        }
    }

    /// One of the two types of the `Result`. rustc underlines from its first token to its last.
    fn part(&self, part: &str) -> TokenStream {
        let (written, krate, Place { first, last }) = (self.written, self.krate, self.place);
        let part = Ident::new(part, last);
        let open = quote_spanned!(first=> <);
        let named = quote_spanned!(last=> as #krate::__private::task::TaskResult>::#part);
        quote!(#open #written #named)
    }
}

/// Tokens that are shown at a place.
fn at(tokens: &TokenStream, place: Span) -> TokenStream {
    let moved = tokens.clone().into_iter().map(|mut token| {
        // What `$crate` means is in its span.
        if token.to_string() != "$crate" {
            token.set_span(place);
        }
        token
    });
    moved.collect()
}
