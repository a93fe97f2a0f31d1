//! What a task's signature may be: owned values in, a `Result` out, nothing generic.

use quote::ToTokens;
use syn::{FnArg, ReturnType, Safety, Signature, Type};

use super::parameter::{self, Parameter};
use super::problems::Problems;
use super::written::Written;
use crate::parse::Place;

/// A signature that is in order.
pub(super) struct Task<'w> {
    pub(super) parameters: Vec<Parameter<'w>>,
    pub(super) result: &'w Type,
}

/// Types that are no `Result`, so that it can be said here, and once. Of another type rustc will say it.
const NO_RESULTS: [&str; 24] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64",
    "u128", "usize", "str", "String", "Vec", "Option", "Box", "HashMap", "BTreeMap", "PathBuf",
];

/// The signature, or `None` where something is wrong with it, which was said.
pub(super) fn read<'w>(written: &'w Written, problems: &mut Problems) -> Option<Task<'w>> {
    let signature = &written.signature;
    let modifiers = modifiers(signature, problems);
    let generics = generics(signature, problems);
    let parameters: Vec<Option<Parameter<'_>>> =
        signature.inputs.iter().map(|input| one_parameter(input, problems)).collect();
    let result = result(signature, problems);
    if !(modifiers && generics) {
        return None;
    }
    let parameters: Vec<Parameter<'_>> = parameters.into_iter().collect::<Option<_>>()?;
    if !parameter::names_differ(&parameters, problems) {
        return None;
    }
    Some(Task { parameters, result: result? })
}

/// Whether the words before `fn` are ones that a task can have.
fn modifiers(signature: &Signature, problems: &mut Problems) -> bool {
    let mut fine = true;
    let mut refuse = |tokens: &dyn ToTokens, message: &str, help: &str| {
        problems.add(tokens, message, help);
        fine = false;
    };
    if let Some(constness) = &signature.constness {
        refuse(constness, "a task cannot be a `const fn`", "leave `const` out");
    }
    if let Safety::Unsafe(unsafety) = &signature.safety {
        refuse(unsafety, "a task cannot be unsafe: a command line calls it", "leave `unsafe` out");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi, "a task is called by Rust", "leave `extern` out");
    }
    if let Some(variadic) = &signature.variadic {
        refuse(variadic, "a task has a fixed number of parameters", "take a `Vec`");
    }
    fine
}

fn generics(signature: &Signature, problems: &mut Problems) -> bool {
    let generics = &signature.generics;
    for parameter in &generics.params {
        problems.add(
            parameter,
            "a task cannot be generic: it is run by its name alone",
            "write the types that it is for; another type is another task",
        );
    }
    if let Some(bounds) = &generics.where_clause {
        problems.add(bounds, "a task has no `where` clause", "leave it out");
    }
    generics.params.is_empty() && generics.where_clause.is_none()
}

fn one_parameter<'w>(input: &'w FnArg, problems: &mut Problems) -> Option<Parameter<'w>> {
    match input {
        FnArg::Typed(typed) => parameter::read(typed, problems),
        FnArg::Receiver(receiver) => {
            problems.at(
                Place::from(receiver.self_token.span),
                "a task is no method: the pod that runs it has no `self`",
                "write a function beside the `impl`, and give it what it needs as a parameter",
            );
            None
        }
    }
}

fn result<'w>(signature: &'w Signature, problems: &mut Problems) -> Option<&'w Type> {
    let ReturnType::Type(_, written) = &signature.output else {
        problems.add(
            &signature.ident,
            "a task returns a `Result`: what it does can fail",
            "write `-> podwright::Result<()>`, or another type in its place",
        );
        return None;
    };
    let shown = parameter::shown(written);
    let message = match &**written {
        other if parameter::is_generic(other) => {
            let help = "write `-> podwright::Result<T>` with the type `T` itself";
            problems.add(written, &format!("`{shown}` is no type that can be read back"), help);
            return None;
        }
        Type::Tuple(_) | Type::Array(_) | Type::Slice(_) | Type::Never(_) | Type::Reference(_) => {
            format!("a task returns a `Result`, not `{shown}`")
        }
        Type::Path(path)
            if path.path.segments.last().is_some_and(|last| NO_RESULTS.iter().any(|no| last.ident == no)) =>
        {
            format!("a task returns a `Result`, not `{shown}`")
        }
        other if parameter::borrows(other) => {
            let help = "return an owned type: `String` for `&str`, `Vec<T>` for `&[T]`";
            problems.add(written, "a task's result cannot borrow: it is sent to another process", help);
            return None;
        }
        _ => return Some(written),
    };
    let owned = if matches!(&**written, Type::Never(_) | Type::Reference(_)) { "T" } else { &shown };
    problems.add(written, &message, &format!("write `-> podwright::Result<{owned}>`"));
    None
}
