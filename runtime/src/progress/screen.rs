//! What is written for lines and for the line under them. It must not know what they say.

use std::io::Write;
use std::time::{Duration, Instant};

/// To the beginning of the line, and nothing after it.
const ERASE: &str = "\r\x1b[K";

/// A line that is too long ends at the terminal's edge, so that it is one line.
const CUT: &str = "\x1b[?7l";
/// And goes on in the next, as terminals do.
const WRAP: &str = "\x1b[?7h";

/// What stands on the terminal, where there is one.
pub(super) struct Screen {
    is_terminal: bool,
    stage: Option<Stage>,
    /// The line of right now as it stands there; empty where there is none.
    drawn: String,
}

struct Stage {
    text: String,
    since: Instant,
}

impl Screen {
    pub(super) fn new(is_terminal: bool) -> Self {
        Self { is_terminal, stage: None, drawn: String::new() }
    }

    pub(super) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// A line for good.
    pub(super) fn line(&mut self, out: &mut impl Write, line: &str) {
        self.erase(out);
        // Where stderr is closed nobody reads it.
        let _ = writeln!(out, "{line}");
        self.draw(out);
    }

    /// What goes on from here on.
    pub(super) fn stage(&mut self, out: &mut impl Write, text: &str) {
        self.stage = Some(Stage { text: text.to_owned(), since: Instant::now() });
        self.tick(out);
    }

    /// Another text for what goes on; its time goes on.
    pub(super) fn change(&mut self, text: &str) {
        if let Some(stage) = &mut self.stage {
            text.clone_into(&mut stage.text);
        }
    }

    /// Draws what has changed.
    pub(super) fn tick(&mut self, out: &mut impl Write) {
        if self.stage.as_ref().is_some_and(|stage| stage.line() != self.drawn) {
            self.erase(out);
            self.draw(out);
        }
    }

    /// Nothing goes on any more.
    pub(super) fn end(&mut self, out: &mut impl Write) {
        self.stage = None;
        self.erase(out);
    }

    fn erase(&mut self, out: &mut impl Write) {
        if !self.drawn.is_empty() {
            let _ = write!(out, "{ERASE}");
            let _ = out.flush();
            self.drawn.clear();
        }
    }

    fn draw(&mut self, out: &mut impl Write) {
        if let Some(stage) = &self.stage
            && self.is_terminal
        {
            self.drawn = stage.line();
            let _ = write!(out, "{CUT}{}{WRAP}", self.drawn);
            let _ = out.flush();
        }
    }
}

impl Stage {
    fn line(&self) -> String {
        format!("{} ({})", self.text, time(self.since.elapsed()))
    }
}

/// A time for a person: `7 s`, `2 min 5 s`.
fn time(elapsed: Duration) -> String {
    let seconds = elapsed.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(is_terminal: bool, told: impl FnOnce(&mut Screen, &mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        told(&mut Screen::new(is_terminal), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_stands_above_what_goes_on() {
        let out = written(true, |screen, out| {
            screen.stage(out, "pushing");
            screen.line(out, "pushed");
            screen.end(out);
        });
        let live = "\x1b[?7lpushing (0 s)\x1b[?7h";
        assert_eq!(out, format!("{live}\r\x1b[Kpushed\n{live}\r\x1b[K"));
    }

    #[test]
    fn what_has_not_changed_is_not_written_again() {
        let out = written(true, |screen, out| {
            screen.stage(out, "a");
            screen.tick(out);
            screen.change("b");
            screen.tick(out);
            screen.tick(out);
        });
        assert_eq!(out, "\x1b[?7la (0 s)\x1b[?7h\r\x1b[K\x1b[?7lb (0 s)\x1b[?7h");
    }

    #[test]
    fn without_a_terminal_there_are_lines_alone() {
        let out = written(false, |screen, out| {
            screen.stage(out, "pushing");
            screen.tick(out);
            screen.line(out, "pushed");
            screen.end(out);
        });
        assert_eq!(out, "pushed\n");
    }

    #[test]
    fn a_time_is_written_for_a_person() {
        assert_eq!(time(Duration::from_millis(7_900)), "7 s");
        assert_eq!(time(Duration::from_secs(125)), "2 min 5 s");
    }
}
