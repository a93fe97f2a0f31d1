//! Single values: text in, the value or what is wrong with it and where. No tree, no schema.
//!
//! What the builders of `podwright` take is checked by `const fn`, so that a bad value is refused when the program is compiled.

pub mod cron;
pub mod duration;
pub mod image;
pub mod ip;
pub mod iscsi;
pub mod miscount;
pub mod name;
pub mod path;
pub mod quantity;
pub mod signer;
pub mod time;
pub mod time_zone;

use std::ops::Range;

/// Why a value is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, as the end of a sentence that begins with the value: `is longer than 63 characters`.
    pub reason: &'static str,
    /// Where in the value it begins, in bytes.
    pub start: usize,
    /// Where in the value it ends.
    pub end: usize,
}

impl Invalid {
    const fn new(reason: &'static str, start: usize, end: usize) -> Invalid {
        Invalid { reason, start, end }
    }

    /// The wrong bytes of the value.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Where the character that begins at a byte ends, so that a range never cuts one.
const fn character_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start + 1;
    while end < bytes.len() && bytes[end] & 0xC0 == 0x80 {
        end += 1;
    }
    end
}
