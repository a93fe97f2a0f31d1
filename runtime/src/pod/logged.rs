//! What the program in a pod writes to its log about its end, and how whoever follows the log knows it again.

use crate::error::{Error, Kind};
use crate::execute::{NO_TEXT, PANICKED};

/// What the line begins with that says a task's error, its causes below it.
pub(super) const ERROR: &str = "error: ";
/// What the line begins with that keeps a result which has no other place.
pub(crate) const RESULT: &str = "the result, which could not be handed over: ";

/// Whether these lines of a log say what the error says: by the program's own hand, or by the panic hook.
pub(crate) fn says<'l>(log: impl Iterator<Item = &'l str> + Clone, error: &Error) -> bool {
    let chain = chain(error);
    let mut rest = log.clone();
    loop {
        let mut here = rest.clone();
        if chain.iter().all(|wanted| here.next().is_some_and(|line| is_same(line, wanted))) {
            return true;
        }
        if rest.next().is_none() {
            return error.kind() == Kind::Panic && panicked(log, error);
        }
    }
}

/// The lines of an error without what to do, which a report is the first to lose.
fn chain(error: &Error) -> Vec<String> {
    let causes = error.causes().map(|cause| format!("\n  caused by: {cause}"));
    format!("{ERROR}{error}{}", causes.collect::<String>()).lines().map(str::to_owned).collect()
}

/// Whether the log's line is this one, which may have been cut to fit into a report.
fn is_same(line: &str, wanted: &str) -> bool {
    line == wanted || wanted.strip_suffix('…').is_some_and(|start| line.starts_with(start))
}

/// `std`'s hook writes `thread '…' panicked at PLACE:`, and the message below it. Another panic may have been at the same place.
fn panicked<'l>(mut log: impl Iterator<Item = &'l str> + Clone, error: &Error) -> bool {
    let message = error.to_string();
    let said = message.strip_prefix(PANICKED).and_then(|said| said.strip_suffix(')'));
    let Some((said, place)) = said.and_then(|said| said.rsplit_once(" (")) else { return false };
    let said = if said == NO_TEXT.0 { NO_TEXT.1 } else { said.lines().next().unwrap_or_default() };
    let words = format!("panicked at {place}:");
    while let Some(line) = log.next() {
        if line.ends_with(&words) && log.clone().next() == Some(said) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error() -> Error {
        Error::msg("top").with_causes(vec!["first\nof two lines".into(), "secon…".into()])
    }

    #[test]
    fn an_error_is_known_again_among_other_lines_and_without_its_end() {
        let whole =
            ["a", "error: top", "  caused by: first", "of two lines", "  caused by: second", "  help: h"];
        assert!(says(whole.into_iter(), &error()));
        assert!(!says(whole[..4].iter().copied(), &error()), "a cause is missing");
        assert!(!says(["error: tops"].into_iter(), &Error::msg("top")));
        assert!(!says([].into_iter(), &error()));
    }

    #[test]
    fn a_panic_is_known_by_its_place_and_the_first_line_of_what_it_said() {
        let panic = Error::new(Kind::Panic, "the task panicked: no (a)\nof two lines (src/main.rs:3:5)");
        let log = |place, said| ["before", place, said, "of two lines"].into_iter();
        assert!(says(log("thread 'x' (7) panicked at src/main.rs:3:5:", "no (a)"), &panic));
        assert!(!says(log("thread 'x' (7) panicked at src/main.rs:4:5:", "no (a)"), &panic));
        assert!(!says(log("thread 'x' (7) panicked at src/main.rs:3:55:", "no (a)"), &panic));
        assert!(!says(log("thread 'x' (7) panicked at src/main.rs:3:5:", "no (b)"), &panic));
        let twice = log("thread 'x' (7) panicked at src/main.rs:3:5:", "no (b)")
            .chain(log("thread 'x' (8) panicked at src/main.rs:3:5:", "no (a)"));
        assert!(says(twice, &panic));
        let no_text = Error::new(Kind::Panic, "the task panicked: a value that is no text (a.rs:1:1)");
        assert!(says(["thread 'x' (7) panicked at a.rs:1:1:", "Box<dyn Any>"].into_iter(), &no_text));
    }
}
