//! `#[ordinary]`, `#[allow(rule)]` before a value, and `#![deny(rule)]` at the head of a template.

use podwright_rules::tree::{Attribute, Key};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Ident, Token};

use super::value::brackets;
use super::{Parser, take};

impl Parser {
    /// The attributes `#![…]` that a template begins with.
    pub(super) fn head(&mut self, input: ParseStream<'_>) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while input.peek(Token![#]) && input.peek2(Token![!]) {
            take(input);
            take(input);
            attributes.extend(self.attribute(input));
        }
        attributes
    }

    /// The attributes `#[…]` before an entry or a value.
    pub(super) fn attributes(&mut self, input: ParseStream<'_>) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        while input.peek(Token![#]) {
            let hash = input.span();
            take(input);
            if input.peek(Token![!]) {
                let at = self.places.add(hash);
                self.error_with_help(
                    at,
                    "`#![…]` stands at the head of a template only",
                    "before a value it is `#[…]`",
                );
                take(input);
            }
            attributes.extend(self.attribute(input));
        }
        attributes
    }

    /// What follows `#` or `#!`.
    fn attribute(&mut self, input: ParseStream<'_>) -> Option<Attribute> {
        let Some((content, open)) = brackets(input) else {
            let at = self.places.add(input.span());
            self.error_with_help(at, "an attribute has brackets", "write `#[name]`");
            return None;
        };
        if content.peek(Ident) && content.cursor().ident().is_some_and(|(name, _)| name == "doc") {
            // A `///` comment in a template is a comment.
            drain(&content);
            return None;
        }
        if let Ok((name, arguments)) = parts(&content)
            && content.is_empty()
        {
            let name = self.named(&name);
            let arguments = arguments.iter().map(|argument| self.named(argument)).collect();
            return Some(Attribute { name, arguments });
        }
        drain(&content);
        let at = self.places.add(open);
        let help = "there are `#[ordinary]`, `#[allow(rule)]`, `#[warn(rule)]` and `#[deny(rule)]`";
        self.error_with_help(at, "this is no attribute of a template", help);
        None
    }

    fn named(&mut self, name: &Ident) -> Key {
        Key { name: name.unraw().to_string(), span: self.places.add(name.span()) }
    }
}

fn parts(content: ParseStream<'_>) -> syn::Result<(Ident, Punctuated<Ident, Token![,]>)> {
    let name = content.call(Ident::parse_any)?;
    let mut arguments = Punctuated::new();
    if content.peek(syn::token::Paren) {
        let parenthesized;
        syn::parenthesized!(parenthesized in content);
        arguments =
            parenthesized.call(Punctuated::parse_terminated).inspect_err(|_| drain(&parenthesized))?;
    }
    Ok((name, arguments))
}

/// Takes what is left, which syn would otherwise say to be unexpected.
fn drain(input: ParseStream<'_>) {
    while take(input).is_some() {}
}
