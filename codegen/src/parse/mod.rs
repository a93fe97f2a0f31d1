//! From the tokens of `pod_template!` to a tree: never fails, and keeps everything beside what is wrong.
//!
//! It knows how a template is written, and nothing of Kubernetes.

mod attribute;
mod entry;
mod expression;
mod key;
mod literal;
mod nesting;
mod place;
mod value;

use podwright_rules::tree::{HoleId, Node, SpanId, Value};
use podwright_rules::{Diagnostic, Level};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};

pub use place::{Place, Places};

/// The rule of everything that is wrong with how a template is written.
pub const SYNTAX: &str = "syntax";

/// What [`parse`] gives.
pub struct Parsed {
    /// The template as it was written. Attributes at its head, `#![…]`, are the attributes of this node.
    pub template: Node,
    /// Where its parts stand.
    pub places: Places,
    /// The expressions that stand for values, by [`HoleId`].
    pub holes: Vec<TokenStream>,
    /// What is wrong with how it is written, in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the fields of a template, written without braces round them: `labels: { … }, pod_spec: { … }`.
pub fn parse(tokens: TokenStream) -> Parsed {
    let mut parser = Parser::default();
    let span = parser.places.add(Span::call_site());
    let mut template = Node::new(span, Value::Map(Vec::new()));
    if let Some(deep) = nesting::too_deep(tokens.clone()) {
        let at = parser.places.add(deep);
        parser.error(at, format!("this is nested deeper than {} levels", nesting::LIMIT));
        template.value = Value::Broken;
        return parser.finish(template);
    }
    let rest = (|input: ParseStream<'_>| {
        template.attributes = parser.head(input);
        template.value = Value::Map(parser.entries(input));
        Ok(())
    })
    .parse2(tokens);
    if let Err(unread) = rest {
        // An expression that syn took, with tokens left in one of its brackets.
        let at = parser.places.add(unread.span());
        parser.error(at, unread.to_string());
    }
    parser.finish(template)
}

#[derive(Default)]
struct Parser {
    places: Places,
    holes: Vec<TokenStream>,
    diagnostics: Vec<Diagnostic>,
}

impl Parser {
    fn error(&mut self, at: SpanId, message: impl Into<String>) {
        self.report(at, message.into(), None);
    }

    fn error_with_help(&mut self, at: SpanId, message: impl Into<String>, help: impl Into<String>) {
        self.report(at, message.into(), Some(help.into()));
    }

    fn report(&mut self, at: SpanId, message: String, help: Option<String>) {
        let path = String::new();
        let (rule, level, labels) = (SYNTAX, Level::Error, Vec::new());
        self.diagnostics.push(Diagnostic { rule, level, at, path, message, help, labels });
    }

    fn hole(&mut self, expression: TokenStream) -> HoleId {
        let id = u32::try_from(self.holes.len()).expect("a source has fewer than 2^32 tokens");
        self.holes.push(expression);
        HoleId(id)
    }

    fn finish(self, template: Node) -> Parsed {
        let Parser { places, holes, mut diagnostics } = self;
        diagnostics.sort_by_key(|diagnostic| diagnostic.at);
        Parsed { template, places, holes, diagnostics }
    }
}

/// Goes on to the next comma of this group, without taking it.
fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(syn::Token![,]) {
        take(input);
    }
}

/// Takes one token, a group with its brackets being one.
fn take(input: ParseStream<'_>) -> Option<TokenTree> {
    input.parse().ok()
}
