//! What the `macro_rules!` wrappers of the runtime crate hand over: `$crate { what the user wrote }`.

use proc_macro2::{TokenStream, TokenTree};

/// The path of the runtime crate, and what the user wrote.
pub(super) fn unwrap(input: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens: Vec<TokenTree> = input.into_iter().collect();
    match tokens.pop() {
        Some(TokenTree::Group(written)) => (tokens.into_iter().collect(), written.stream()),
        _ => unreachable!("the wrapper puts braces round what the user wrote"),
    }
}
