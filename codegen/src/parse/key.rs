//! The name of a field or the key of a map, and the colon after it.

use podwright_rules::tree::Key;
use proc_macro2::{TokenStream, TokenTree};
use syn::buffer::Cursor;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Ident, LitStr, Token};

use super::entry::ends;
use super::{Parser, Place, take};

impl Parser {
    /// A name with its colon, or what was written for a colon. `None` where there is no name, which was said.
    pub(super) fn key(&mut self, input: ParseStream<'_>) -> Option<Key> {
        if let Some(key) = self.unquoted(input) {
            return Some(key);
        }
        let place = input.span();
        let name = if input.peek(Ident::peek_any) {
            input.call(Ident::parse_any).ok()?.unraw().to_string()
        } else if input.peek(LitStr) {
            input.parse::<LitStr>().ok()?.value()
        } else {
            let at = self.places.add(place);
            self.error_with_help(
                at,
                "here stands a field's name",
                "write `name: value`; a key that is no Rust name stands in quotes",
            );
            return None;
        };
        let key = Key { name, span: self.places.add(place) };
        self.colon(&key, input);
        Some(key)
    }

    /// Takes the colon, or what was written in its place.
    fn colon(&mut self, key: &Key, input: ParseStream<'_>) {
        if is_colon(input.cursor()) {
            take(input);
        } else if is_equals(input.cursor()) {
            let at = self.places.add(input.span());
            let sign = if input.peek(Token![=>]) { "=>" } else { "=" };
            self.error(at, format!("after `{}` stands `:`, not `{sign}`", key.name));
            for _ in sign.chars() {
                take(input);
            }
        } else if !ends(input) {
            let at = self.places.add(input.span());
            self.error(at, format!("there is no `:` after `{}`", key.name));
        }
    }

    /// A key such as `app.kubernetes.io/name` that lacks its quotes.
    fn unquoted(&mut self, input: ParseStream<'_>) -> Option<Key> {
        let mut cursor = input.cursor();
        let mut tokens = TokenStream::new();
        let mut text = String::new();
        let mut word_before = false;
        while !is_colon(cursor) {
            let (token, rest) = cursor.token_tree()?;
            match &token {
                TokenTree::Punct(punct) if !['.', '-', '/'].contains(&punct.as_char()) => return None,
                TokenTree::Punct(_) if text.is_empty() => return None,
                TokenTree::Group(_) => return None,
                TokenTree::Ident(_) | TokenTree::Literal(_) if word_before => return None,
                _ => {}
            }
            word_before = !matches!(token, TokenTree::Punct(_));
            text.push_str(&token.to_string());
            tokens.extend([token]);
            cursor = rest;
        }
        if !text.contains(['.', '-', '/']) || text.starts_with('"') {
            return None;
        }
        let at = self.places.add(Place::of(tokens.clone()));
        self.error_with_help(at, "this key is no Rust name", format!("put it in quotes: `\"{text}\"`"));
        for _ in tokens {
            take(input);
        }
        take(input);
        Some(Key { name: text, span: at })
    }
}

/// Whether an entry begins here, for certain: a name and a colon, or an attribute.
pub(super) fn ahead(input: ParseStream<'_>) -> bool {
    let cursor = input.cursor();
    let name = match cursor.token_tree() {
        Some((TokenTree::Ident(_) | TokenTree::Literal(_), rest)) => Some(rest),
        Some((TokenTree::Punct(hash), rest)) if hash.as_char() == '#' => {
            return rest.any_group().is_some();
        }
        _ => None,
    };
    name.is_some_and(|rest| is_colon(rest) || is_equals(rest))
}

/// Whether text such as `nginx:1.27` begins here, without its quotes: after a field's colon there would be a space.
pub(super) fn is_text(cursor: Cursor<'_>) -> bool {
    let Some((word, rest)) = cursor.ident() else {
        return false;
    };
    let Some((colon, rest)) = rest.punct().filter(|_| is_colon(rest)) else {
        return false;
    };
    let Some((next @ (TokenTree::Ident(_) | TokenTree::Literal(_)), _)) = rest.token_tree() else {
        return false;
    };
    let quoted = next.to_string().starts_with('"');
    // rust-analyzer does not say where tokens are: there all stand in one place, which no word could.
    let placed = word.span().start() != word.span().end();
    !quoted
        && placed
        && word.span().end() == colon.span().start()
        && colon.span().end() == next.span().start()
}

/// A single `:`, which `::` is not.
fn is_colon(cursor: Cursor<'_>) -> bool {
    let Some((punct, rest)) = cursor.punct() else {
        return false;
    };
    punct.as_char() == ':'
        && !matches!(rest.punct(), Some((next, _)) if next.as_char() == ':' && joint(&punct))
}

/// A single `=` or a `=>`, which `==` is not.
fn is_equals(cursor: Cursor<'_>) -> bool {
    let Some((punct, rest)) = cursor.punct() else {
        return false;
    };
    punct.as_char() == '='
        && !matches!(rest.punct(), Some((next, _)) if next.as_char() == '=' && joint(&punct))
}

fn joint(punct: &proc_macro2::Punct) -> bool {
    punct.spacing() == proc_macro2::Spacing::Joint
}

/// A token in the words of a message.
pub(super) fn written(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            proc_macro2::Delimiter::Brace => "{".to_owned(),
            proc_macro2::Delimiter::Bracket => "[".to_owned(),
            proc_macro2::Delimiter::Parenthesis => "(".to_owned(),
            proc_macro2::Delimiter::None => group.to_string(),
        },
        TokenTree::Literal(literal) => literal.to_string().trim_matches('"').to_owned(),
        other => other.to_string(),
    }
}
