//! `mount!` and `port!`: names that are looked up in a template when the program is compiled.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, Path, Token};

use super::{diagnostics, wrapper};
use crate::parse::Place;

/// One of the lookups: its functions in the runtime crate, and how it is written.
struct Lookup {
    result: &'static str,
    one_name: &'static str,
    two_names: &'static str,
    usage: &'static str,
}

/// `mount!(POD, "volume")`, `mount!(POD, "volume", "/path")`.
pub fn mount(input: TokenStream) -> TokenStream {
    let usage = "write `mount!(POD, \"volume\")`, or `mount!(POD, \"volume\", \"/path\")`";
    lookup(input, &Lookup { result: "Mount", one_name: "mount", two_names: "mount_at", usage })
}

/// `port!(POD, "port")`, `port!(POD, "container", "port")`.
pub fn port(input: TokenStream) -> TokenStream {
    let usage = "write `port!(POD, \"port\")`, or `port!(POD, \"container\", \"port\")`";
    lookup(input, &Lookup { result: "Port", one_name: "port", two_names: "port_of", usage })
}

fn lookup(input: TokenStream, lookup: &Lookup) -> TokenStream {
    let (krate, written) = wrapper::unwrap(input);
    match read.parse2(written) {
        Ok((template, names)) => expand(&krate, lookup, &template, &names),
        // To rustc an expression that is `compile_error!` has any type, so that nothing more is said of it.
        Err(error) => {
            diagnostics::error(Place::from(error.span()), &format!("{error}\nhelp: {}", lookup.usage))
        }
    }
}

/// The template's name, and one or two more.
fn read(input: ParseStream<'_>) -> syn::Result<(Path, Vec<Expr>)> {
    if input.is_empty() {
        return Err(syn::Error::new(input.span(), "the pod template to look in is missing"));
    }
    let template = match input.parse::<Expr>()? {
        Expr::Path(path) => path.path,
        other => {
            return Err(syn::Error::new_spanned(
                other,
                "this is no name of a `static` or `const` pod template",
            ));
        }
    };
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    let names = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
    let names: Vec<Expr> = names.into_iter().collect();
    match names.get(2) {
        Some(third) => Err(syn::Error::new_spanned(third, "this name is one too many")),
        None if names.is_empty() => Err(syn::Error::new_spanned(template, "the name to look up is missing")),
        None => Ok((template, names)),
    }
}

fn expand(krate: &TokenStream, lookup: &Lookup, template: &Path, names: &[Expr]) -> TokenStream {
    let result = Ident::new(lookup.result, Span::call_site());
    let function = if names.len() == 1 { lookup.one_name } else { lookup.two_names };
    let function = Ident::new(function, Span::call_site());
    // rustc shows an evaluation that panics at the whole call, from its function to its parenthesis: the names.
    let place = Place::of(names.iter().map(ToTokens::to_token_stream).collect());
    let called = Ident::new("__podwright_lookup", place.first);
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(&#template, #(#names),*));
    arguments.set_span(place.last);
    // A named item, since `cargo check` does not evaluate an inline `const { … }`.
    let constant = Ident::new(&lookup.result.to_uppercase(), place.first);
    quote!({
        const #constant: #krate::__private::#result = {
            use #krate::__private::#function as __podwright_lookup;
            #called #arguments
        };
        #constant
    })
}
