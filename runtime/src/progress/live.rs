//! The line of right now: its text is told, its time goes on by itself.

use std::io;
use std::sync::Once;
use std::thread;
use std::time::Duration;

use super::{Level, says, screen};

/// How often the line is looked at. Its time has whole seconds, and rates are to be seen moving.
const PAUSE: Duration = Duration::from_millis(200);

/// What goes on from here on, until the next stage or the end.
pub(crate) fn stage(text: &str) {
    if is_live() {
        screen().stage(&mut io::stderr().lock(), text);
        clock();
    }
}

/// What more there is to say of the stage.
pub(crate) fn change(text: &str) {
    if is_live() {
        screen().change(text);
    }
}

/// Whether there is such a line.
pub(crate) fn is_live() -> bool {
    says(Level::Normal) && screen().is_terminal()
}

/// Draws the line anew as its time goes on.
fn clock() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        // Without a thread the time stands still between lines; nobody's run is to fail for that.
        let _ = thread::Builder::new().name("progress".to_owned()).spawn(|| {
            loop {
                thread::sleep(PAUSE);
                screen().tick(&mut io::stderr().lock());
            }
        });
    });
}
