//! The function as the user wrote it. Its body is not read: it is handed on as it is.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, FnArg, Signature, Type, Visibility};

use super::parameter::is_unsized;
use super::problems::Problems;

/// A function of the user's.
pub(super) struct Written {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) signature: Signature,
    pub(super) body: TokenTree,
}

impl Written {
    /// The function, or `None` where the item is none, which was said.
    pub(super) fn read(item: TokenStream, problems: &mut Problems) -> Option<Written> {
        let read = |input: ParseStream<'_>| {
            let attributes = input.call(Attribute::parse_outer)?;
            let visibility = input.parse()?;
            let signature = input.parse::<Signature>()?;
            let body: Option<TokenTree> =
                if input.peek(syn::token::Brace) { Some(input.parse()?) } else { None };
            if body.is_none() {
                input.parse::<Option<syn::Token![;]>>()?;
            }
            Ok((attributes, visibility, signature, body))
        };
        let has_fn =
            item.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
        let first = item.clone().into_iter().next();
        match read.parse2(item) {
            Ok((attributes, visibility, signature, Some(body))) => {
                return Some(Written { attributes, visibility, signature, body });
            }
            Ok((attributes, visibility, signature, None)) => {
                problems.add(&signature.ident, "a task has a body", "write what it does in `{ … }`");
                // A body of any type, so that rustc does not say it again.
                let body = TokenTree::Group(Group::new(Delimiter::Brace, quote!(loop {})));
                return Some(Written { attributes, visibility, signature, body });
            }
            Err(error) if has_fn => problems.syntax(&error),
            Err(_) => {
                let help = "write `async fn name(…) -> podwright::Result<…> { … }`";
                problems.add(first, "`#[task]` stands on a function", help);
            }
        }
        None
    }

    /// The function without what only `#[task]` understands.
    pub(super) fn into_plain(self) -> TokenStream {
        let Written { attributes, visibility, mut signature, body } = self;
        for input in &mut signature.inputs {
            if let FnArg::Typed(parameter) = input {
                parameter.attrs.retain(|attribute| !ours(attribute));
                if is_unsized(&parameter.ty) {
                    // It was said; rustc would say it again.
                    let ty = &parameter.ty;
                    *parameter.ty = Type::Verbatim(quote!(::std::boxed::Box<#ty>));
                }
            }
        }
        quote!(#(#attributes)* #visibility #signature #body)
    }

    /// The lines of its doc comment.
    pub(super) fn doc(&self) -> String {
        doc(&self.attributes)
    }
}

/// Whether an attribute of a parameter is for `#[task]` to read.
pub(super) fn ours(attribute: &Attribute) -> bool {
    attribute.path().is_ident("arg") || attribute.path().is_ident("doc")
}

/// The lines of a doc comment, each without the space after `///`.
pub(super) fn doc(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| {
        let value =
            &attribute.meta.require_name_value().ok().filter(|_| attribute.path().is_ident("doc"))?.value;
        let syn::Expr::Lit(literal) = value else {
            return None;
        };
        let syn::Lit::Str(text) = &literal.lit else {
            return None;
        };
        let text = text.value();
        Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
    };
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    lines.join("\n").trim().to_owned()
}
