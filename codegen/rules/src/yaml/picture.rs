//! A diagnostic with the lines that it is about, as rustc shows them.

use super::place::{Place, Places};
use crate::diagnostic::Diagnostic;

/// A line of more bytes is not shown: to look for a place in it takes long, and there may be many.
const LONGEST: usize = 65_536;

/// How many characters of a line are shown.
const SHOWN: usize = 120;

/// How many of them stand before the place.
const BEFORE: usize = 40;

/// What is said of a file, and where in it.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'d> {
    /// `error`, `warning` or `note`.
    pub level: &'d str,
    /// The rule.
    pub rule: &'d str,
    /// What is wrong.
    pub headline: &'d str,
    /// Where.
    pub place: Place,
    /// Other places that belong to it.
    pub labels: &'d [(Place, String)],
    /// What would be right.
    pub help: Option<&'d str>,
}

/// Draws what a diagnostic says of a document in the file of this name and these lines.
pub fn picture_of(name: &str, lines: &[&str], places: &Places, diagnostic: &Diagnostic) -> String {
    let labels: Vec<(Place, String)> =
        diagnostic.labels.iter().map(|(at, label)| (places.get(*at), label.clone())).collect();
    let headline = diagnostic.headline();
    let picture = Picture {
        level: diagnostic.level.word(),
        rule: diagnostic.rule,
        headline: &headline,
        place: places.get(diagnostic.at),
        labels: &labels,
        help: diagnostic.help.as_deref(),
    };
    picture.draw(name, |line| lines.get(line as usize - 1).copied().unwrap_or_default())
}

impl Picture<'_> {
    /// Draws it with the lines of the file of this name; `line` gives one by its number, without its end.
    pub fn draw<'l>(&self, name: &str, line: impl Fn(u32) -> &'l str) -> String {
        let (start, width) = (self.place.start, self.width());
        let mut drawn = format!("{}[{}]: {}\n", self.level, self.rule, self.headline);
        let mut put = |line: std::fmt::Arguments<'_>| {
            drawn.push_str(line.to_string().trim_end());
            drawn.push('\n');
        };
        put(format_args!("{:width$}--> {name}:{}:{}", "", start.line, start.column));
        put(format_args!("{:width$} |", ""));
        let mut last = None;
        for mark in self.marks() {
            let number = mark.place.start.line;
            let line = line(number);
            if line.len() > LONGEST {
                continue;
            }
            let shown = Shown::new(line, &mark.place);
            if last != Some(number) {
                if last.is_some_and(|last| last + 1 < number) {
                    put(format_args!("..."));
                }
                put(format_args!("{number:width$} | {}", shown.text));
            }
            last = Some(number);
            let marked = String::from(mark.letter).repeat(shown.length);
            put(format_args!("{:width$} | {:before$}{marked} {}", "", "", mark.text, before = shown.before));
        }
        if let Some(help) = self.help {
            put(format_args!("{:width$} = help: {help}", ""));
        }
        drawn
    }

    /// What is marked, in the order of the lines.
    fn marks(&self) -> Vec<Mark<'_>> {
        let mut marks = vec![Mark { place: self.place, letter: '^', text: "" }];
        marks.extend(self.labels.iter().map(|(place, text)| Mark { place: *place, letter: '-', text }));
        marks.sort_by_key(|mark| (mark.place.start.line, mark.letter == '-'));
        marks
    }

    /// How many digits the longest number of a line has.
    fn width(&self) -> usize {
        let others = self.labels.iter().map(|(place, _)| place.start.line);
        let most = others.fold(self.place.start.line, u32::max);
        most.to_string().len()
    }
}

struct Mark<'d> {
    place: Place,
    letter: char,
    text: &'d str,
}

/// The part of a line that is shown, and where in it the place is.
struct Shown {
    text: String,
    before: usize,
    length: usize,
}

impl Shown {
    fn new(line: &str, place: &Place) -> Shown {
        let column = place.start.column as usize - 1;
        let left = if column < SHOWN { 0 } else { column - BEFORE };
        let rest = line.char_indices().nth(left).map_or("", |(byte, _)| &line[byte..]);
        let mut text: String =
            rest.chars().take(SHOWN).map(|letter| if letter == '\t' { ' ' } else { letter }).collect();
        let most = text.chars().count().saturating_sub(column - left).max(1);
        let mut before = column - left;
        if left > 0 {
            text.insert(0, '…');
            before += 1;
        }
        if rest.chars().nth(SHOWN).is_some() {
            text.push('…');
        }
        let written = if place.start.line == place.end.line {
            (place.end.column as usize).saturating_sub(place.start.column as usize)
        } else {
            most
        };
        Shown { text, before, length: written.clamp(1, most) }
    }
}
