//! `env = ENV, name = "…", retries = 2, timeout = "10m", crate = path`.

use podwright_rules::formats::duration;
use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Expr, Ident, Lit, Token};

use super::problems::Problems;
use crate::parse::Place;

/// The longest name: it becomes a label's value, and the beginning of a Job's name.
const LONGEST_NAME: usize = 40;

/// What the attribute says. What was wrong is as if it had not been written.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) env: Option<TokenStream>,
    pub(super) name: Option<String>,
    pub(super) retries: Option<u32>,
    pub(super) timeout_ms: Option<u64>,
    pub(super) krate: Option<TokenStream>,
}

/// An argument as it was written.
pub(super) struct Argument {
    pub(super) name: Ident,
    pub(super) value: Expr,
}

impl Arguments {
    /// Reads the attribute's parentheses.
    pub(super) fn read(tokens: TokenStream, problems: &mut Problems) -> Arguments {
        let mut arguments = Arguments::default();
        let mut env_written = false;
        for Argument { name, value } in
            list(tokens, &["env", "name", "retries", "timeout", "crate"], problems)
        {
            match name.to_string().as_str() {
                "env" => {
                    env_written = true;
                    arguments.env = env(&value, problems);
                }
                "name" => arguments.name = task_name(&value, problems),
                "retries" => arguments.retries = retries(&value, problems),
                "timeout" => arguments.timeout_ms = timeout(&value, problems),
                _ => arguments.krate = krate(value, problems),
            }
        }
        if !env_written {
            let place = Place::from(proc_macro2::Span::call_site());
            let help = "write `#[task(env = ENV)]`, where `ENV` is a `static` of the type `TaskEnvironment`";
            problems.at(place, "the task has no environment", help);
        }
        arguments
    }
}

/// The `name = value` pairs of an attribute, each known and there once.
pub(super) fn list(tokens: TokenStream, known: &[&str], problems: &mut Problems) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    let read = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match argument(input) {
                Ok(argument) => keep(argument, known, &mut arguments, problems),
                Err(error) => problems.syntax(&error),
            }
            while !input.is_empty() && input.parse::<Token![,]>().is_err() {
                input.parse::<proc_macro2::TokenTree>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = read.parse2(tokens) {
        problems.syntax(&error);
    }
    arguments
}

fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    let name = input.call(Ident::parse_any)?;
    input.parse::<Token![=]>()?;
    let ahead = input.fork();
    let value = ahead.parse()?;
    syn::parse::discouraged::Speculative::advance_to(input, &ahead);
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error("there is no `,` before this"));
    }
    Ok(Argument { name, value })
}

fn keep(argument: Argument, known: &[&str], kept: &mut Vec<Argument>, problems: &mut Problems) {
    let name = argument.name.to_string();
    if !known.contains(&name.as_str()) {
        let nearest = known.iter().max_by(|a, b| {
            let near = |candidate: &str| strsim::jaro_winkler(candidate, &name);
            near(a).total_cmp(&near(b))
        });
        let help = match nearest {
            Some(nearest) if strsim::jaro_winkler(nearest, &name) > 0.8 => {
                format!("did you mean `{nearest}`?")
            }
            _ => format!("there are `{}`", known.join("`, `")),
        };
        problems.add(&argument.name, &format!("there is no argument `{name}`"), &help);
    } else if kept.iter().any(|earlier| earlier.name == name) {
        problems.add(&argument.name, &format!("`{name}` is given twice"), "leave one of them out");
    } else {
        kept.push(argument);
    }
}

fn env(value: &Expr, problems: &mut Problems) -> Option<TokenStream> {
    match value {
        Expr::Path(path) => Some(path.path.to_token_stream()),
        Expr::Reference(reference) => {
            let help = format!("write `env = {}`", reference.expr.to_token_stream());
            problems.add(value, "the environment is named without `&`", &help);
            None
        }
        _ => {
            let help = "write `env = ENV`, where `ENV` is a `static` of the type `TaskEnvironment`";
            problems.add(value, "the environment is the name of a `static` or `const`", help);
            None
        }
    }
}

fn task_name(value: &Expr, problems: &mut Problems) -> Option<String> {
    let name = string(value, "name = \"process\"", problems)?;
    let in_order = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
        && name.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    if !in_order {
        let help =
            "it has letters, digits, `-` and `_`, begins with a letter and ends with a letter or digit";
        problems.add(value, &format!("`{name}` cannot be a task's name"), help);
        return None;
    }
    if name.len() > LONGEST_NAME {
        let message = format!("`{name}` is {} characters long", name.len());
        problems.add(value, &message, &format!("a task's name has at most {LONGEST_NAME}"));
        return None;
    }
    Some(name)
}

fn retries(value: &Expr, problems: &mut Problems) -> Option<u32> {
    if let Expr::Lit(literal) = value
        && let Lit::Int(number) = &literal.lit
        // A Job keeps it in 32 bits with a sign.
        && let Ok(retries) = number.base10_parse::<u32>()
        && i32::try_from(retries).is_ok()
    {
        return Some(retries);
    }
    problems.add(value, "`retries` is a whole number", "write for example `retries = 2`; 0 tries once");
    None
}

fn timeout(value: &Expr, problems: &mut Problems) -> Option<u64> {
    let text = string(value, "timeout = \"10m\"", problems)?;
    match duration::parse(&text) {
        Ok(timeout) if timeout.is_zero() => {
            problems.add(value, "a timeout of nothing ends every attempt", "leave it out for no timeout");
            None
        }
        Ok(timeout) => u64::try_from(timeout.as_millis()).ok(),
        Err(invalid) => {
            let help = "write for example `timeout = \"10m\"`, `\"90s\"` or `\"1h30m\"`";
            problems.add(value, &format!("`{text}` {}", invalid.reason), help);
            None
        }
    }
}

fn krate(value: Expr, problems: &mut Problems) -> Option<TokenStream> {
    match value {
        Expr::Path(path) => Some(path.path.to_token_stream()),
        other => {
            problems.add(other, "`crate` is a path", "write for example `crate = my_crate::podwright`");
            None
        }
    }
}

/// The string of a literal.
pub(super) fn string(value: &Expr, example: &str, problems: &mut Problems) -> Option<String> {
    if let Expr::Lit(literal) = value
        && let Lit::Str(text) = &literal.lit
    {
        return Some(text.value());
    }
    problems.add(value, "this is a string literal's place", &format!("write for example `{example}`"));
    None
}
