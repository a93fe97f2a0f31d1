//! What the checks say, as tokens that make rustc say it: at the token that is wrong, with its help as further lines.

use std::fmt::Write as _;

use podwright_rules::{Diagnostic, Level};
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::parse::{Place, Places};

/// Statements for all diagnostics, in the order of the source.
pub(super) fn statements(mut diagnostics: Vec<&Diagnostic>, places: &Places) -> TokenStream {
    diagnostics.sort_by_key(|diagnostic| diagnostic.at);
    let statement = |diagnostic: &&Diagnostic| {
        let (place, text) = (places.get(diagnostic.at), text(diagnostic, places));
        match diagnostic.level {
            Level::Error => error(place, &text),
            Level::Warning => warning(diagnostic.rule, place, &text),
        }
    };
    diagnostics.iter().map(statement).collect()
}

/// `compile_error! { "text" }` at a place.
pub(super) fn error(place: Place, text: &str) -> TokenStream {
    // rustc underlines from the first token of the call to the last.
    let mut message = Literal::string(text);
    message.set_span(place.last);
    let mut braces = Group::new(Delimiter::Brace, TokenTree::from(message).into());
    braces.set_span(place.last);
    let mut bang = Punct::new('!', Spacing::Alone);
    bang.set_span(place.first);
    let path = quote_spanned!(place.first=> ::core::compile_error);
    quote!(#path #bang #braces)
}

/// A warning: stable macros have none, but a deprecated constant can be used at a place.
fn warning(rule: &str, place: Place, text: &str) -> TokenStream {
    // rustc says "use of deprecated constant `POD::_::podwright::rule`: " before it.
    let note = format!("\n{text}");
    let declared = Ident::new(rule, Span::call_site());
    let used = Ident::new(rule, place.first);
    quote! {
        const _: () = {
            mod podwright {
                #[deprecated(note = #note)]
                #[allow(non_upper_case_globals, unused)]
                pub(super) const #declared: () = ();
            }
            podwright::#used
        };
    }
}

/// The message, then what would be right, then the other places.
fn text(diagnostic: &Diagnostic, places: &Places) -> String {
    let mut text = diagnostic.headline();
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    for (at, label) in &diagnostic.labels {
        let line = places.get(*at).first.start().line;
        write!(text, "\nnote: {label}, in line {line}").expect("a string takes everything");
    }
    text
}
