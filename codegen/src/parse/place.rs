//! Where the parts of a template stand: what a [`SpanId`] of the tree means in Rust tokens.

use podwright_rules::tree::SpanId;
use proc_macro2::{Span, TokenStream};

/// The tokens that something stands in, from the first to the last.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The first token.
    pub first: Span,
    /// The last token.
    pub last: Span,
}

impl Place {
    /// From the first to the last of some tokens; the macro's call where there are none.
    pub fn of(tokens: TokenStream) -> Place {
        let mut spans = tokens.into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        Place { first, last: spans.last().unwrap_or(first) }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Place {
        Place { first: span, last: span }
    }
}

/// The places of a template, in the order of the source.
#[derive(Debug, Default)]
pub struct Places(Vec<Place>);

impl Places {
    /// Keeps a place.
    pub fn add(&mut self, place: impl Into<Place>) -> SpanId {
        let id = u32::try_from(self.0.len()).expect("a source has fewer than 2^32 tokens");
        self.0.push(place.into());
        SpanId(id)
    }

    /// The place that was kept.
    pub fn get(&self, id: SpanId) -> Place {
        self.0[id.0 as usize]
    }
}
