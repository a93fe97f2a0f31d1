//! `main!(process, other::task)`: the command line over tasks that are listed.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Path, PathArguments, Token};

use super::task::listed;
use super::{diagnostics, wrapper};
use crate::parse::Place;

const USAGE: &str =
    "write `podwright::main!(process, other::task)`, or `podwright::main()` for every task that is linked";

/// The program's exit status.
pub fn main(input: TokenStream) -> TokenStream {
    let (krate, written) = wrapper::unwrap(input);
    let tasks = match Punctuated::<Expr, Token![,]>::parse_terminated.parse2(written) {
        Ok(tasks) => tasks,
        Err(error) => {
            return diagnostics::error(Place::from(error.span()), &format!("{error}\nhelp: {USAGE}"));
        }
    };
    if tasks.is_empty() {
        let place = Place::from(proc_macro2::Span::call_site());
        return diagnostics::error(place, &format!("no task is listed\nhelp: {USAGE}"));
    }
    let definitions = tasks.into_iter().map(|task| definition(&krate, task));
    quote!(#krate::__private::main(&[#(#definitions),*]))
}

fn definition(krate: &TokenStream, task: Expr) -> TokenStream {
    let place = Place::of(task.to_token_stream());
    match task {
        Expr::Path(written) if written.qself.is_none() && is_plain(&written.path) => {
            let path = hidden(written.path);
            quote!(<#path as #krate::__private::task::Listed>::TASK)
        }
        _ => diagnostics::error(place, &format!("here stands the path of a task\nhelp: {USAGE}")),
    }
}

fn is_plain(path: &Path) -> bool {
    path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None))
}

/// The path of the type that stands for a task.
fn hidden(mut task: Path) -> Path {
    if let Some(last) = task.segments.last_mut() {
        last.ident = listed::name(&last.ident);
    }
    task
}
