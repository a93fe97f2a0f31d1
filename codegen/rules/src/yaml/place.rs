//! Lines and columns: what a [`SpanId`] of a tree that was read from a file means.

use crate::tree::SpanId;

/// A place in a file: lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// From a character to the one after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The first character.
    pub start: Position,
    /// The one after the last; the same as `start` where nothing is written, as after `key:`.
    pub end: Position,
}

/// The places of a document, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<Place>);

impl Places {
    /// Keeps a place.
    pub fn add(&mut self, place: Place) -> SpanId {
        let id = u32::try_from(self.0.len()).expect("a file has fewer than 2^32 tokens");
        self.0.push(place);
        SpanId(id)
    }

    /// The place that was kept.
    pub fn get(&self, id: SpanId) -> Place {
        self.0[id.0 as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Moves the end of a place that was kept when only its beginning was known.
    pub(super) fn extend(&mut self, id: SpanId, end: Position) {
        self.0[id.0 as usize].end = end;
    }
}

/// Finds lines and columns of places that are asked for in the order of the text: together in linear time.
pub(super) struct Ruler<'t> {
    text: &'t str,
    byte: usize,
    at: Position,
}

impl<'t> Ruler<'t> {
    /// For a text whose first line has this number.
    pub(super) fn new(text: &'t str, first_line: u32) -> Ruler<'t> {
        Ruler { text, byte: 0, at: Position { line: first_line, column: 1 } }
    }

    /// The position of a byte at or after the one that was asked for last.
    pub(super) fn position(&mut self, byte: usize) -> Position {
        for letter in self.text[self.byte..byte].chars() {
            if letter == '\n' {
                self.at = Position { line: self.at.line + 1, column: 1 };
            } else {
                self.at.column += 1;
            }
        }
        self.byte = byte;
        self.at
    }
}
