//! Literals: the strings, numbers and booleans of Rust as values of fields, and what to write for the others.

use podwright_rules::tree::{SpanId, Value};
use syn::{Lit, LitFloat, LitInt};

use super::Parser;

/// The suffixes that Rust itself has for numbers.
const SUFFIXES: [&str; 15] = [
    "", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32", "f64",
];

impl Parser {
    /// The value of a literal; `None` where it is none, which was said.
    pub(super) fn literal(&mut self, at: SpanId, literal: &Lit, negative: bool) -> Option<Value> {
        match literal {
            Lit::Str(text) if text.suffix().is_empty() => Some(Value::String(text.value())),
            Lit::Bool(value) => Some(Value::Bool(value.value)),
            Lit::Int(number) => self.integer(at, number, negative),
            Lit::Float(number) => self.float(at, number, negative),
            Lit::Char(letter) => {
                let help = format!("write a string: `\"{}\"`", letter.value().escape_default());
                self.error_with_help(at, "a `char` is no value of a field", help);
                None
            }
            _ => {
                self.error_with_help(at, "this literal is no value of a field", "write a string: `\"…\"`");
                None
            }
        }
    }

    fn integer(&mut self, at: SpanId, number: &LitInt, negative: bool) -> Option<Value> {
        let written = format!("{}{}", if negative { "-" } else { "" }, number.token());
        if !SUFFIXES.contains(&number.suffix()) {
            return self.no_number(at, &written);
        }
        let digits = number.token().to_string();
        if digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit() {
            let octal = digits.trim_start_matches('0');
            let message = format!("`{written}` is not octal in Rust: it is {}", number.base10_digits());
            self.error_with_help(at, message, format!("write `0o{octal}` or `{}`", number.base10_digits()));
            return None;
        }
        let signed = format!("{}{}", if negative { "-" } else { "" }, number.base10_digits());
        let value = signed.parse().ok().map(Value::Integer);
        if value.is_none() {
            self.error(at, format!("`{written}` does not fit a 64 bit integer"));
        }
        value
    }

    fn float(&mut self, at: SpanId, number: &LitFloat, negative: bool) -> Option<Value> {
        let written = format!("{}{}", if negative { "-" } else { "" }, number.token());
        if !SUFFIXES.contains(&number.suffix()) {
            return self.no_number(at, &written);
        }
        match number.base10_parse::<f64>() {
            Ok(value) if value.is_finite() => Some(Value::Float(if negative { -value } else { value })),
            _ => {
                self.error(at, format!("`{written}` is too large a number"));
                None
            }
        }
    }

    /// `100m`, `64Mi`: to Rust, numbers with a suffix.
    fn no_number(&mut self, at: SpanId, written: &str) -> Option<Value> {
        let help = format!("put it in quotes: `\"{written}\"`");
        self.error_with_help(at, format!("`{written}` is no number"), help);
        None
    }
}
