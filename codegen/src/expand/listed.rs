//! `main!(process, other::task)`: the command line over tasks that are listed.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Expr, Path, PathArguments, Token};

use super::task::listed;
use super::{diagnostics, wrapper};
use crate::parse::Place;

const USAGE: &str = "write `podwright::main!(process, other::task)`, or `podwright::main()` for every task that is linked";

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
    let definitions = tasks.iter().map(|task| definition(&krate, task));
    quote!(#krate::__private::main(&[#(#definitions),*]))
}

fn definition(krate: &TokenStream, task: &Expr) -> TokenStream {
    if let Expr::Path(written) = task
        && written.qself.is_none()
        && let Some(path) = hidden(&written.path)
    {
        return quote!(<#path as #krate::__private::task::Listed>::TASK);
    }
    let place = Place::of(task.to_token_stream());
    diagnostics::error(place, &format!("here stands the path of a task\nhelp: {USAGE}"))
}

/// The path of the type that stands for a task.
fn hidden(task: &Path) -> Option<Path> {
    let mut path = task.clone();
    let last = path.segments.last_mut()?;
    last.ident = listed::name(&last.ident);
    path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None)).then_some(path)
}
