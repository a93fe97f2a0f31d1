//! How deep brackets may stand in each other: syn and the checks call themselves for each level, on rustc's stack.

use proc_macro2::{Span, TokenStream, TokenTree, token_stream};

/// The deepest bracket that is read. A real template has about 12 levels.
pub(super) const LIMIT: usize = 64;

/// The first bracket that is deeper than the limit.
pub(super) fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut open: Vec<token_stream::IntoIter> = vec![tokens.into_iter()];
    while let Some(innermost) = open.last_mut() {
        match innermost.next() {
            Some(TokenTree::Group(group)) if open.len() > LIMIT => return Some(group.span_open()),
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                open.pop();
            }
        }
    }
    None
}
