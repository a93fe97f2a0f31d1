//! Values: maps, lists, literals, and Rust expressions for the rest.

use podwright_rules::tree::{Node, SpanId, Value};
use proc_macro2::Span;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{Expr, ExprUnary, Lit, UnOp};

use super::entry::{Said, broken};
use super::{Parser, Place, expression, skip_to_comma, take};

/// Words for "nothing" in other languages; none of them is a Rust value that a field could have.
const NOTHING: [&str; 5] = ["null", "nil", "none", "undefined", "None"];

/// Booleans as other languages spell them.
const BOOLEANS: [(&str, &str); 4] =
    [("True", "true"), ("False", "false"), ("TRUE", "true"), ("FALSE", "false")];

impl Parser {
    /// A value with the attributes before it.
    pub(super) fn value(&mut self, input: ParseStream<'_>) -> (Node, Said) {
        let attributes = self.attributes(input);
        let (mut node, said) = self.bare(input);
        node.attributes = attributes;
        (node, said)
    }

    fn bare(&mut self, input: ParseStream<'_>) -> (Node, Said) {
        if let Some((content, open)) = braces(input) {
            let span = self.places.add(open);
            return (Node::new(span, Value::Map(self.entries(&content))), Said::Nothing);
        }
        if let Some((content, open)) = brackets(input) {
            let span = self.places.add(open);
            return (Node::new(span, Value::List(self.items(&content))), Said::Nothing);
        }
        if let Some(literal) = lone_literal(input) {
            let span = self.places.add(literal.span());
            return self.read(span, |parser| parser.literal(span, &literal, false));
        }
        self.expression(input)
    }

    /// What is no map, no list and no single literal.
    fn expression(&mut self, input: ParseStream<'_>) -> (Node, Said) {
        let start = input.span();
        if expression::too_long(input.cursor()) {
            let at = self.places.add(start);
            let help = "put it in a `const` or a function, and write its name here";
            self.error_with_help(at, "this expression is too long for a template", help);
            skip_to_comma(input);
            return (broken(at), Said::Something);
        }
        let ahead = input.fork();
        let Ok(expression) = ahead.parse::<Expr>() else {
            let at = self.places.add(start);
            let help = "a value is a literal, `{ … }`, `[ … ]` or a Rust expression";
            self.error_with_help(at, "this is no value", help);
            // At least one token goes, so that the reading ends.
            take(input);
            skip_to_comma(input);
            return (broken(at), Said::Something);
        };
        syn::parse::discouraged::Speculative::advance_to(input, &ahead);
        self.of_expression(&expression)
    }

    fn of_expression(&mut self, expression: &Expr) -> (Node, Said) {
        let tokens = quote::ToTokens::to_token_stream(expression);
        let span = self.places.add(Place::of(tokens.clone()));
        self.read(span, |parser| match bared(expression) {
            Expr::Lit(literal) => parser.literal(span, &literal.lit, false),
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) if is_number(expr) => match bared(expr) {
                Expr::Lit(literal) => parser.literal(span, &literal.lit, true),
                _ => None,
            },
            other => {
                if let Some((message, help)) = no_value(other) {
                    parser.error_with_help(span, message, help);
                    return None;
                }
                if let Some((place, message)) = expression::leaves(tokens) {
                    let at = parser.places.add(place);
                    let help = "compute it in a function, and call that here";
                    parser.error_with_help(at, message, help);
                    return None;
                }
                Some(Value::Hole(parser.hole(quote::ToTokens::to_token_stream(other))))
            }
        })
    }

    fn read(&mut self, span: SpanId, value: impl FnOnce(&mut Parser) -> Option<Value>) -> (Node, Said) {
        match value(self) {
            Some(value) => (Node::new(span, value), Said::Nothing),
            None => (broken(span), Said::Something),
        }
    }
}

fn braces(input: ParseStream<'_>) -> Option<(ParseBuffer<'_>, Span)> {
    let read = || {
        let content;
        let brackets = syn::braced!(content in input);
        syn::Result::Ok((content, brackets.span.open()))
    };
    if input.peek(syn::token::Brace) { read().ok() } else { None }
}

/// The content of brackets, and where they open; `None` where there are none.
pub(super) fn brackets(input: ParseStream<'_>) -> Option<(ParseBuffer<'_>, Span)> {
    let read = || {
        let content;
        let brackets = syn::bracketed!(content in input);
        syn::Result::Ok((content, brackets.span.open()))
    };
    if input.peek(syn::token::Bracket) { read().ok() } else { None }
}

/// A literal and nothing more: the common case, for which no expression need be parsed.
fn lone_literal(input: ParseStream<'_>) -> Option<Lit> {
    if !input.peek(Lit) {
        return None;
    }
    let (_, rest) = input.cursor().token_tree()?;
    let ends = rest.eof() || matches!(rest.punct(), Some((punct, _)) if punct.as_char() == ',');
    if ends { input.parse().ok() } else { None }
}

/// An expression without the parentheses and invisible groups round it.
fn bared(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => bared(&group.expr),
        Expr::Paren(paren) => bared(&paren.expr),
        other => other,
    }
}

fn is_number(expression: &Expr) -> bool {
    matches!(bared(expression), Expr::Lit(literal) if matches!(literal.lit, Lit::Int(_) | Lit::Float(_)))
}

/// An expression that no field can have: what to say, and what to do.
fn no_value(expression: &Expr) -> Option<(String, String)> {
    match expression {
        Expr::Path(path) => {
            let name = path.path.get_ident()?.to_string();
            if NOTHING.contains(&name.as_str()) {
                return Some((format!("`{name}` is no value of a field"), "leave the field out".to_owned()));
            }
            let (_, right) = BOOLEANS.iter().find(|(wrong, _)| *wrong == name)?;
            Some((format!("`{name}` is no value of a field"), format!("write `{right}`")))
        }
        Expr::Tuple(tuple) if tuple.elems.is_empty() => {
            Some(("`()` is no value of a field".to_owned(), "leave the field out".to_owned()))
        }
        Expr::Infer(_) => Some(("`_` is no value of a field".to_owned(), "leave the field out".to_owned())),
        _ => None,
    }
}
