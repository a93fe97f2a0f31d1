//! How a file is named in `pod_template!`: its name, and a patch in braces.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

use crate::parse::Place;

/// A file's name with a patch.
pub(crate) struct Named {
    /// The name, from the package's folder on.
    pub(super) path: String,
    /// Where it stands.
    pub(super) place: Place,
    /// The fields of the patch.
    pub(crate) patch: TokenStream,
    /// What stands there too, and may not.
    pub(super) problems: Vec<(Place, String)>,
}

/// The file that a template names; `None` where its fields are written out.
pub(crate) fn named(tokens: &TokenStream) -> Option<Named> {
    let mut tokens = tokens.clone().into_iter();
    let first = tokens.next()?;
    let name: LitStr = syn::parse2(first.clone().into()).ok()?;
    let (place, path) = (Place::from(first.span()), name.value());
    let mut named = Named { path, place, patch: TokenStream::new(), problems: Vec::new() };
    let mut next = tokens.next();
    match &next {
        // A key in quotes: `"labels": { … }`.
        Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => return None,
        Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => next = tokens.next(),
        _ => {}
    }
    if let Some(TokenTree::Group(group)) = &next
        && group.delimiter() == Delimiter::Brace
    {
        named.patch = group.stream();
        next = tokens.next();
        if matches!(&next, Some(TokenTree::Punct(punct)) if punct.as_char() == ',') {
            next = tokens.next();
        }
    }
    if let Some(more) = next {
        let message =
            "after a file's name stands a patch in braces: `pod_template!(\"pods/base.yaml\", { … })`";
        named.problems.push((more.span().into(), message.to_owned()));
    }
    Some(named)
}
