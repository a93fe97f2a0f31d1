//! Whether what is said of a file is said of places that are in it.

use podwright_rules::Diagnostic;
use podwright_rules::yaml::{Places, Position};

/// A file's lines, as long as they are.
pub struct Lines {
    /// How many characters each has.
    lengths: Vec<u32>,
    /// A carriage return ends a line in YAML and none in JSON: then only the longest line bounds a column.
    longest: Option<u32>,
}

impl Lines {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        let length = |line: &str| u32::try_from(line.chars().count()).expect("a text is short");
        let ends = |letter| matches!(letter, '\n' | '\r');
        let lengths = text.split(ends).map(length).collect();
        let longest = text.contains('\r').then(|| text.split('\n').map(length).max().unwrap_or(0));
        Self { lengths, longest }
    }

    /// Panics where a diagnostic or a label of it is not in the text.
    pub fn hold(&self, diagnostic: &Diagnostic, places: &Places) {
        for at in diagnostic.labels.iter().map(|(at, _)| *at).chain([diagnostic.at]) {
            let place = places.get(at);
            assert!(place.start <= place.end, "{place:?} of {diagnostic:?}");
            for position in [place.start, place.end] {
                assert!(self.have(position), "{position:?} of {diagnostic:?}");
            }
        }
    }

    /// Whether it is a character's place, or that behind the last of a line or of the text.
    fn have(&self, position: Position) -> bool {
        let lines = u32::try_from(self.lengths.len()).expect("a text is short");
        let length = self.lengths.get(position.line.wrapping_sub(1) as usize).copied().unwrap_or(0);
        let length = self.longest.unwrap_or(length);
        (1..=lines + 1).contains(&position.line) && (1..=length + 1).contains(&position.column)
    }
}
