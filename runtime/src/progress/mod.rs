//! Progress, on stderr: lines, and under them on a terminal one that says what goes on right now.

#[cfg(feature = "cluster")]
mod live;
#[cfg_attr(not(feature = "cluster"), allow(dead_code, reason = "a run in this process says lines alone"))]
mod screen;

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use screen::Screen;

#[cfg(feature = "cluster")]
pub(crate) use live::{change, is_live, stage};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Errors alone: `--quiet`.
    Quiet,
    /// What a user waits for.
    Normal,
    /// `--verbose`: each layer too, and where things are.
    Verbose,
}

static LEVEL: AtomicU8 = AtomicU8::new(Level::Normal as u8);

static SCREEN: LazyLock<Mutex<Screen>> = LazyLock::new(|| Mutex::new(Screen::new(has_terminal())));

/// Says so much from here on.
pub(crate) fn set(level: Level) {
    LEVEL.store(level as u8, Ordering::Relaxed);
}

/// Whether a line of this level is said.
pub(crate) fn says(level: Level) -> bool {
    LEVEL.load(Ordering::Relaxed) >= level as u8
}

/// A line of progress, unless the run is quiet.
pub(crate) fn say(line: &str) {
    if says(Level::Normal) {
        always(line);
    }
}

/// A line for those who asked for more.
#[cfg(feature = "cluster")]
pub(crate) fn detail(line: &str) {
    if says(Level::Verbose) {
        always(line);
    }
}

/// A line that a quiet run says as well: an error.
pub(crate) fn always(line: &str) {
    screen().line(&mut io::stderr().lock(), line);
}

/// Ends what is said of right now: a result follows, or an error.
pub(crate) fn end() {
    screen().end(&mut io::stderr().lock());
}

/// Whether stderr is a terminal that knows more than lines.
pub(crate) fn has_terminal() -> bool {
    io::stderr().is_terminal() && std::env::var_os("TERM").is_some_and(|terminal| terminal != "dumb")
}

fn screen() -> MutexGuard<'static, Screen> {
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}
