//! One parameter of a task: a name, an owned type, what `#[arg(…)]` says of it.

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::{Attribute, Expr, Lit, Meta, Pat, PatType, Token, Type};

use super::arguments::{self, Argument};
use super::problems::Problems;
use super::written::{doc, ours};

/// Types that a string literal becomes when it is a default; their `From<&str>` is certain.
const TEXTS: [&str; 7] = ["String", "PathBuf", "OsString", "Box", "Rc", "Arc", "Cow"];

/// A parameter.
pub(super) struct Parameter<'w> {
    /// The name that a value is given by.
    pub(super) name: String,
    /// The name in the function.
    pub(super) ident: &'w Ident,
    pub(super) mutable: Option<&'w Token![mut]>,
    pub(super) ty: &'w Type,
    pub(super) doc: String,
    /// The value where none is given, an expression of the parameter's type.
    pub(super) default: Option<TokenStream>,
    /// Attributes that are not `#[task]`'s.
    pub(super) attributes: Vec<&'w Attribute>,
}

/// A parameter as it was written, or `None` where something is wrong with it, which was said.
pub(super) fn read<'w>(written: &'w PatType, problems: &mut Problems) -> Option<Parameter<'w>> {
    let ident = name(&written.pat, problems);
    let owned = owned(&written.ty, problems);
    let told = told(&written.attrs, &written.ty, problems);
    let (ident, mutable) = ident?;
    owned.then_some(())?;
    let word = ident.unraw().to_string();
    let trimmed = word.trim_start_matches('_');
    let name =
        told.name.unwrap_or_else(|| if trimmed.is_empty() { word.clone() } else { trimmed.to_owned() });
    Some(Parameter {
        name,
        ident,
        mutable,
        ty: &written.ty,
        doc: doc(&written.attrs),
        default: told.default,
        attributes: written.attrs.iter().filter(|attribute| !ours(attribute)).collect(),
    })
}

/// Whether no two parameters are given by one name, or by one flag.
pub(super) fn names_differ(parameters: &[Parameter<'_>], problems: &mut Problems) -> bool {
    let flag = |parameter: &Parameter<'_>| parameter.name.replace('_', "-");
    let mut differ = true;
    for (at, parameter) in parameters.iter().enumerate() {
        if parameters[..at]
            .iter()
            .any(|earlier| flag(earlier) == flag(parameter) && earlier.ident != parameter.ident)
        {
            let message = format!("two parameters are called `{}`", parameter.name);
            problems.add(parameter.ident, &message, "give one of them another `#[arg(name = \"…\")]`");
            differ = false;
        }
    }
    differ
}

fn name<'w>(pattern: &'w Pat, problems: &mut Problems) -> Option<(&'w Ident, Option<&'w Token![mut]>)> {
    if let Pat::Ident(ident) = pattern
        && ident.by_ref.is_none()
        && ident.subpat.is_none()
    {
        return Some((&ident.ident, ident.mutability.as_ref()));
    }
    let help = "give it a name here, and take it apart in the body";
    problems.add(pattern, "a task's parameter has a name: a value is given by it", help);
    None
}

const BORROWS: &str = "a task's parameter cannot borrow: it comes from another process";
const GENERIC: &str = "a task cannot be generic: it is run by its name alone";
const UNSIZED: &str = "a task's parameter is a whole value: its size is known";

fn owned(ty: &Type, problems: &mut Problems) -> bool {
    let (message, help) = match ty {
        Type::Reference(reference) => (BORROWS, format!("write `{}`", of_its_own(&reference.elem))),
        Type::TraitObject(_) => (UNSIZED, "write the type that it is for".to_owned()),
        other if is_unsized(other) => (UNSIZED, format!("write `{}`", of_its_own(other))),
        other if is_generic(other) => (GENERIC, "write the type that it is for".to_owned()),
        other if borrows(other) => {
            (BORROWS, "use owned types: `String` for `&str`, `Vec<T>` for `&[T]`".to_owned())
        }
        _ => return true,
    };
    problems.add(ty, message, &help);
    false
}

/// The type that owns what this one is a view of.
fn of_its_own(viewed: &Type) -> String {
    match viewed {
        Type::Slice(slice) => format!("Vec<{}>", shown(&slice.elem)),
        other => match shown(other).as_str() {
            "str" => "String".to_owned(),
            "Path" | "std::path::Path" => "PathBuf".to_owned(),
            owned => owned.to_owned(),
        },
    }
}

/// Whether a type is one that no variable can have.
pub(super) fn is_unsized(ty: &Type) -> bool {
    matches!(ty, Type::Slice(_) | Type::TraitObject(_)) || shown(ty) == "str"
}

/// Whether a type has a reference or a lifetime in it.
pub(super) fn borrows(ty: &Type) -> bool {
    any(ty, &|token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '&' | '\'')))
}

/// Whether a type has an `impl Trait` in it.
pub(super) fn is_generic(ty: &Type) -> bool {
    any(ty, &is_impl)
}

fn is_impl(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "impl")
}

/// Whether one of a type's tokens is such a one.
fn any(ty: &Type, such: &dyn Fn(&TokenTree) -> bool) -> bool {
    fn among(tokens: TokenStream, such: &dyn Fn(&TokenTree) -> bool) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => among(group.stream(), such),
            token => such(&token),
        })
    }
    among(ty.to_token_stream(), such)
}

/// What `#[arg(…)]` says.
#[derive(Default)]
struct Told {
    name: Option<String>,
    default: Option<TokenStream>,
}

fn told(attributes: &[Attribute], ty: &Type, problems: &mut Problems) -> Told {
    let mut told = Told::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("arg")) {
        let Meta::List(list) = &attribute.meta else {
            problems.add(
                attribute,
                "`#[arg]` says nothing",
                "write `#[arg(default = …)]` or `#[arg(name = \"…\")]`",
            );
            continue;
        };
        for Argument { name, value } in arguments::list(list.tokens.clone(), &["default", "name"], problems) {
            if name == "default" {
                told.default = Some(default(&value, ty));
            } else {
                told.name = flag(&value, problems);
            }
        }
    }
    told
}

/// The name of a flag and of a key in JSON.
fn flag(value: &Expr, problems: &mut Problems) -> Option<String> {
    let name = arguments::string(value, "name = \"input\"", problems)?;
    let in_order = name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-');
    if !in_order {
        let help = "it has letters, digits, `-` and `_`, and begins with a letter";
        problems.add(value, &format!("`{name}` cannot be a parameter's name"), help);
    }
    in_order.then_some(name)
}

/// A string literal becomes one of the types of [`TEXTS`]; another expression is of the type itself.
fn default(value: &Expr, ty: &Type) -> TokenStream {
    let text = matches!(value, Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)));
    match ty {
        Type::Path(path)
            if text
                && path
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| TEXTS.iter().any(|text| last.ident == text)) =>
        {
            quote!(<#ty as ::core::convert::From<&'static str>>::from(#value))
        }
        _ => value.to_token_stream(),
    }
}

/// A type as a person would write it.
pub(super) fn shown(ty: &Type) -> String {
    let mut text = String::new();
    show(ty.to_token_stream(), &mut text);
    text
}

fn show(tokens: TokenStream, text: &mut String) {
    let mut word = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                show(group.stream(), text);
                text.push_str(close);
                word = false;
            }
            TokenTree::Punct(punct) => {
                let spaced =
                    matches!(punct.as_char(), ',' | ';' | '+' | '=') && punct.spacing() == Spacing::Alone;
                if spaced && matches!(punct.as_char(), '+' | '=') {
                    text.push(' ');
                }
                text.push(punct.as_char());
                if spaced {
                    text.push(' ');
                }
                word = false;
            }
            other => {
                if word {
                    text.push(' ');
                }
                text.push_str(&other.to_string());
                word = true;
            }
        }
    }
}
