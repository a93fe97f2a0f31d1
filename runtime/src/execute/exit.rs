//! A task that ends the process takes its own result with it: this says so, where the process would end in silence.

use std::sync::{Mutex, Once, PoisonError};

/// The tasks that are running, innermost last, and what to do when the process ends under them.
static INSIDE: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
static LAST_WORDS: Mutex<Option<LastWords>> = Mutex::new(None);

/// Reports the task under which the process ends, and gives the status to end with.
type LastWords = fn(task: &str) -> i32;

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

/// Calls `last_words` when the process ends while a task's function runs; the process then ends with the status it gives.
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
    let Ok(last_words) = LAST_WORDS.try_lock() else { return };
    let Some(last_words) = *last_words else { return };
    let status = last_words(task);
    // SAFETY: `_exit` ends the process and touches nothing of ours.
    unsafe { libc::_exit(status) };
}
