//! The end of the process under a task, which takes the task's result with it: this says so, where it would be in silence.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

use crate::error::{Error, Kind};

/// The tasks that are running, innermost last, and what to do when the process ends under them.
static INSIDE: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
static LAST_WORDS: Mutex<Option<LastWords>> = Mutex::new(None);

/// Reports how the task failed under which the process ends, and gives the status to end with.
type LastWords = fn(&Error) -> u8;

/// Marks that a task's function is running, until it is dropped.
pub(super) struct Inside(&'static str);

pub(super) fn enter(task: &'static str) -> Inside {
    INSIDE.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    Inside(task)
}

impl Drop for Inside {
    fn drop(&mut self) {
        let mut inside = INSIDE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = inside.iter().rposition(|task| *task == self.0) {
            inside.remove(at);
        }
    }
}

/// Calls `last_words` when the process ends while a task's function runs; it then ends with the status that they give.
pub(crate) fn guard(last_words: LastWords) {
    static ONCE: Once = Once::new();
    *LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner) = Some(last_words);
    ONCE.call_once(|| {
        // SAFETY: `at_exit` is an `extern "C"` function without arguments that does not unwind.
        // Where the C library has no room for it, the process ends as it would have.
        unsafe { libc::atexit(at_exit) };
    });
}

extern "C" fn at_exit() {
    // `try_lock`: the thread that ends the process may be the one that holds the lock.
    let Ok(inside) = INSIDE.try_lock() else { return };
    let Some(task) = inside.last().copied() else { return };
    let Some(last_words) = last_words() else { return };
    let error = Error::new(Kind::Exit, format!("`{task}` ended the process instead of returning"))
        .with_help("return an error from the task; `std::process::exit` takes the result with it");
    leave(last_words(&error))
}

/// Whether a task's function is running.
pub(super) fn is_inside() -> bool {
    INSIDE.try_lock().is_ok_and(|inside| !inside.is_empty())
}

/// Ends the process with the error of the task that is running, where nothing else carries it out of the task's function:
/// the program was built with `panic = "abort"`.
#[expect(clippy::print_stderr, reason = "a test that calls a task has nobody else to say it")]
pub(crate) fn end(error: &Error) -> ! {
    // What the task has printed, as at any other end of the process.
    let _ = std::io::stdout().flush();
    if let Some(last_words) = last_words() {
        leave(last_words(error))
    }
    eprintln!("error: {error:?}");
    std::process::abort()
}

fn last_words() -> Option<LastWords> {
    LAST_WORDS.try_lock().ok().and_then(|last_words| *last_words)
}

fn leave(status: u8) -> ! {
    // SAFETY: `_exit` ends the process and touches nothing of ours.
    unsafe { libc::_exit(status.into()) }
}
