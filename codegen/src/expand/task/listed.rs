//! The way from a task's path to its definition, for `main!(process, other::task)`.
//!
//! The definition stands inside the task's function, and a function's items cannot be named from outside; what a type of
//! the outside implements can. The type has a name of its own: with the task's it would clash with a module of that name,
//! as in `mod train; use train::train;`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;

use super::written::Written;

/// The name of the type that stands for the task of this name. rustc shows it where there is no such task.
pub(in crate::expand) fn name(task: &Ident) -> Ident {
    format_ident!("__{}_is_a_task", task.unraw(), span = task.span())
}

/// The type, beside the function.
pub(super) fn declared(written: &Written) -> TokenStream {
    let (visibility, name) = (&written.visibility, name(&written.signature.ident));
    let conditions = written.attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote! {
        #(#conditions)*
        #[doc(hidden)]
        #[allow(dead_code, non_camel_case_types, unreachable_pub)]
        #visibility struct #name;
    }
}

/// What it implements, inside the function.
pub(super) fn way_out(written: &Written, in_task: &TokenStream) -> TokenStream {
    let name = name(&written.signature.ident);
    quote! {
        #[allow(non_local_definitions)]
        impl #in_task::Listed for #name {
            const TASK: &'static #in_task::TaskDef = &__PODWRIGHT_TASK;
        }
    }
}
