//! `#[task]`: a function becomes one that gives a call, and registers itself.
//!
//! What is wrong is said all at once, and the function stays usable so that rustc says nothing more of it.

mod arguments;
mod emit;
pub(super) mod listed;
mod parameter;
mod problems;
mod returned;
mod signature;
mod written;

use proc_macro2::TokenStream;
use quote::quote;

use arguments::Arguments;
use problems::Problems;
use written::Written;

/// `#[task(arguments)] item`.
pub fn task(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut problems = Problems::default();
    let arguments = Arguments::read(arguments, &mut problems);
    let Some(written) = Written::read(item.clone(), &mut problems) else {
        let mut unchanged = item;
        unchanged.extend(problems.into_tokens());
        return unchanged;
    };
    let function = match (signature::read(&written, &mut problems), &arguments.env) {
        (Some(task), Some(env)) => Some(emit::function(&written, &task, &arguments, env)),
        _ => None,
    };
    let function = function.unwrap_or_else(|| written.into_plain());
    let errors = problems.into_tokens();
    quote!(#function #errors)
}
