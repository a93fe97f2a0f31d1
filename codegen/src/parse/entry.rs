//! The entries of maps and lists and what stands between them.

use podwright_rules::tree::{Entry, Node, SpanId, Value};
use syn::Token;
use syn::parse::ParseStream;

use super::key::{self, written};
use super::{Parser, skip_to_comma, take};

/// Text as it is written.
const TEXT: &str = "`\"prom/pushgateway:v1.5.1\"`";

/// Whether what was read last is in order, or something wrong with it was said already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    Something,
}

impl Parser {
    /// The entries of a map, up to the end of its group.
    pub(super) fn entries(&mut self, input: ParseStream<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        while self.more(input) {
            let (entry, said) = self.entry(input);
            self.separator(input, said, key::ahead);
            entries.extend(entry);
        }
        entries
    }

    /// The values of a list, up to the end of its group.
    pub(super) fn items(&mut self, input: ParseStream<'_>) -> Vec<Node> {
        let mut items = Vec::new();
        while self.more(input) {
            if key::ahead(input) && !input.peek(Token![#]) {
                let (at, _) = self.token(input);
                let help = "put braces round the fields of an object: `[{ name: … }]`";
                self.error_with_help(at, "a list holds values, not fields", help);
                items.push(broken(at));
                while take(input).is_some() {}
                break;
            }
            let (item, said) = self.value(input);
            self.separator(input, said, value_ahead);
            items.push(item);
        }
        items
    }

    /// Whether there is another entry; commas before it are too many.
    fn more(&mut self, input: ParseStream<'_>) -> bool {
        while input.peek(Token![,]) {
            let at = self.places.add(input.span());
            self.error(at, "there is nothing before this `,`");
            take(input);
        }
        !input.is_empty()
    }

    fn entry(&mut self, input: ParseStream<'_>) -> (Option<Entry>, Said) {
        let mut attributes = self.attributes(input);
        let Some(key) = self.key(input) else {
            skip_to_comma(input);
            return (None, Said::Something);
        };
        let (mut value, said) = if key::is_text(input.cursor()) {
            let (at, _) = self.token(input);
            self.error_with_help(at, "text stands in quotes", format!("write for example {TEXT}"));
            skip_to_comma(input);
            (broken(at), Said::Something)
        } else if ends(input) {
            let message = format!("`{}` has no value", key.name);
            self.error_with_help(key.span, message, format!("write `{}: …`", key.name));
            (broken(key.span), Said::Something)
        } else {
            self.value(input)
        };
        attributes.append(&mut value.attributes);
        value.attributes = attributes;
        (Some(Entry { key, value }), said)
    }

    /// What ends an entry: a comma, or the end of the group.
    fn separator(&mut self, input: ParseStream<'_>, said: Said, next: fn(ParseStream<'_>) -> bool) {
        if input.is_empty() || input.parse::<Token![,]>().is_ok() {
            return;
        }
        if next(input) {
            if said == Said::Nothing {
                let (at, token) = self.token(input);
                self.error(at, format!("there is no `,` before `{token}`"));
            }
            return;
        }
        if said == Said::Nothing {
            self.unexpected(input);
        }
        if !input.peek(Token![;]) {
            skip_to_comma(input);
        }
        take(input);
    }

    fn unexpected(&mut self, input: ParseStream<'_>) {
        let (at, token) = self.token(input);
        match token.as_str() {
            ";" => self.error(at, "entries are separated by `,`, not by `;`"),
            ":" => self.error_with_help(
                at,
                "the value ends before this `:`",
                format!("text stands in quotes: {TEXT}"),
            ),
            _ => self.error(at, format!("`{token}` does not belong to the value before it")),
        }
    }

    fn token(&mut self, input: ParseStream<'_>) -> (SpanId, String) {
        let token = input.cursor().token_tree().map_or_else(String::new, |(token, _)| written(&token));
        (self.places.add(input.span()), token)
    }
}

/// Whether an entry ends here, for certain.
pub(super) fn ends(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) || key::ahead(input)
}

/// A value of which everything was said.
pub(super) fn broken(span: SpanId) -> Node {
    Node::new(span, Value::Broken)
}

/// Whether a value of a list begins here, for certain.
fn value_ahead(input: ParseStream<'_>) -> bool {
    input.peek(syn::token::Brace)
        || input.peek(syn::token::Bracket)
        || input.peek(syn::Lit)
        || (input.peek(Token![#]) && input.peek2(syn::token::Bracket))
}
