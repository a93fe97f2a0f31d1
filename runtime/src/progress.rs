//! Lines of progress, on stderr.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

static QUIET: AtomicBool = AtomicBool::new(false);

/// Says nothing from here on: `--quiet`.
pub(crate) fn silence() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether nothing but errors is said.
#[cfg(feature = "cluster")]
pub(crate) fn silenced() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// A line of progress, unless the run is quiet.
pub(crate) fn say(line: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        always(line);
    }
}

/// A line that a quiet run says as well: an error.
pub(crate) fn always(line: &str) {
    // Where stderr is closed nobody reads it.
    let _ = writeln!(io::stderr(), "{line}");
}
