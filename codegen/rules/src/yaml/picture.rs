//! A diagnostic with the lines that it is about, as rustc shows them.

use std::fmt::Write as _;

use super::place::{Place, Places};
use crate::diagnostic::{Diagnostic, Level};

/// How many characters of a line are shown.
const SHOWN: usize = 120;

/// How many of them stand before the place.
const BEFORE: usize = 40;

/// Draws what a diagnostic says of a file: its name, and its lines, without their ends.
pub fn picture(name: &str, lines: &[&str], places: &Places, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let mut marks = vec![Mark { place: places.get(diagnostic.at), letter: '^', text: "" }];
    marks.extend(diagnostic.labels.iter().map(|(at, text)| Mark {
        place: places.get(*at),
        letter: '-',
        text,
    }));
    let start = marks[0].place.start;
    marks.sort_by_key(|mark| (mark.place.start.line, mark.letter == '-'));
    let width = marks.iter().map(|mark| mark.place.start.line).max().unwrap_or_default().to_string().len();
    let mut drawn = format!("{level}[{}]: {}\n", diagnostic.rule, headline(diagnostic));
    let mut draw = |line: std::fmt::Arguments<'_>| {
        writeln!(drawn, "{}", line.to_string().trim_end()).expect("a string takes any text");
    };
    draw(format_args!("{:width$}--> {name}:{}:{}", "", start.line, start.column));
    draw(format_args!("{:width$} |", ""));
    let mut last = None;
    for mark in &marks {
        let number = mark.place.start.line;
        let line = lines.get(number as usize - 1).copied().unwrap_or_default();
        let shown = Shown::new(line, &mark.place);
        if last != Some(number) {
            if last.is_some_and(|last| last + 1 < number) {
                draw(format_args!("..."));
            }
            draw(format_args!("{number:width$} | {}", shown.text));
        }
        last = Some(number);
        let marked = String::from(mark.letter).repeat(shown.length);
        draw(format_args!("{:width$} | {:before$}{marked} {}", "", "", mark.text, before = shown.before));
    }
    if let Some(help) = &diagnostic.help {
        draw(format_args!("{:width$} = help: {help}", ""));
    }
    drawn
}

/// The field's path and what is wrong.
pub(crate) fn headline(diagnostic: &Diagnostic) -> String {
    match diagnostic.path.as_str() {
        "" => diagnostic.message.clone(),
        path => format!("{path}: {}", diagnostic.message),
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
