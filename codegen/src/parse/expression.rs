//! What a Rust expression in a template may not do: leave the closure that it stands in, or be without end.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::buffer::Cursor;

/// The longest expression that is read, in tokens: syn calls itself for each operator of `!!!…x`, on rustc's stack.
const LIMIT: usize = 1000;

/// Whether there are more tokens before the next comma than an expression may have.
pub(super) fn too_long(start: Cursor<'_>) -> bool {
    count(start, LIMIT, true).is_none()
}

/// How many more tokens there may be after those from here on; `None` where they are too many.
fn count(mut cursor: Cursor<'_>, mut left: usize, to_comma: bool) -> Option<usize> {
    while !cursor.eof() {
        left = left.checked_sub(1)?;
        if let Some((content, _, _, rest)) = cursor.any_group() {
            left = count(content, left, false)?;
            cursor = rest;
        } else {
            if to_comma && matches!(cursor.punct(), Some((punct, _)) if punct.as_char() == ',') {
                break;
            }
            cursor = cursor.token_tree()?.1;
        }
    }
    Some(left)
}

/// Where an expression would leave the closure that it becomes, and what to say.
pub(super) fn leaves(tokens: TokenStream) -> Option<(Span, String)> {
    let mut words = Words::default();
    words.read(tokens);
    // What stands inside a closure, an `async` block or a loop leaves that, and not ours.
    let (place, word) = match (words.function, words.leaving_function) {
        (false, Some(found)) => found,
        _ if words.repeats => return None,
        _ => words.leaving_loop?,
    };
    Some((place, format!("`{word}` cannot leave a template: the expression is a function of its own")))
}

#[derive(Default)]
struct Words {
    function: bool,
    repeats: bool,
    leaving_function: Option<(Span, String)>,
    leaving_loop: Option<(Span, String)>,
}

impl Words {
    fn read(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::None => self.read(group.stream()),
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Ident(ident) => self.word(ident.to_string(), ident.span()),
                TokenTree::Punct(punct) if punct.as_char() == '|' => self.function = true,
                TokenTree::Punct(punct) if punct.as_char() == '?' => self.word("?".to_owned(), punct.span()),
                _ => {}
            }
        }
    }

    fn word(&mut self, word: String, place: Span) {
        match word.as_str() {
            "async" | "fn" => self.function = true,
            "loop" | "while" | "for" => self.repeats = true,
            "return" | "await" | "yield" | "?" => {
                self.leaving_function.get_or_insert((place, word));
            }
            "break" | "continue" => {
                self.leaving_loop.get_or_insert((place, word));
            }
            _ => {}
        }
    }
}
