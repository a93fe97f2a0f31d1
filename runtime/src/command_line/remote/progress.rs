//! Progress of packaging and pushing, on stderr.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use podwright_image::{Digest, Progress};

use crate::progress::{self, change, detail, say, stage};

/// Says how an image is sent: on a terminal in the line of right now, elsewhere in a line a second at most.
#[derive(Debug)]
pub(super) struct Sending {
    begun: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// How much of each blob has left.
    sent: HashMap<String, u64>,
    /// What is to be sent: without the blobs that are there.
    total: u64,
    said: Instant,
}

const PAUSE: Duration = Duration::from_secs(1);

impl Sending {
    /// For an image of this many bytes.
    pub(super) fn new(total: u64) -> Self {
        stage("asking the registry what it has");
        let begun = Instant::now();
        Self { begun, state: Mutex::new(State { sent: HashMap::new(), total, said: begun }) }
    }
}

impl Progress for Sending {
    fn sending(&self, blob: &Digest, sent: u64, size: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.sent.insert(blob.as_str().to_owned(), sent);
        let text = rate(state.sent.values().sum(), state.total, self.begun.elapsed());
        change(&text);
        if !progress::is_live() && state.said.elapsed() >= PAUSE {
            state.said = Instant::now();
            say(&text);
        }
        drop(state);
        if sent == size {
            detail(&format!("  layer {}: sent ({})", short(blob), bytes(size)));
        }
    }

    fn skipped(&self, blob: &Digest, size: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.total = state.total.saturating_sub(size);
        drop(state);
        detail(&format!("  layer {}: there already ({})", short(blob), bytes(size)));
    }
}

fn short(blob: &Digest) -> &str {
    &blob.hex()[..12]
}

fn rate(sent: u64, total: u64, elapsed: Duration) -> String {
    /// Before that the speed is a guess.
    const KNOWN: u128 = 200;
    // What the registry did not count in, the image's configuration for example, was sent too.
    let total = total.max(sent);
    let milliseconds = elapsed.as_millis();
    let speed = if milliseconds < KNOWN {
        String::new()
    } else {
        let speed = u128::from(sent) * 1000 / milliseconds;
        format!(", {}/s", bytes(u64::try_from(speed).unwrap_or(u64::MAX)))
    };
    format!("pushing {} of {}{speed}", bytes(sent), bytes(total))
}

/// A number of bytes for a person.
pub(super) fn bytes(count: u64) -> String {
    const MEGA: u64 = 1_000_000;
    if count >= MEGA {
        format!("{}.{} MB", count / MEGA, count % MEGA / 100_000)
    } else {
        format!("{}.{} kB", count / 1000, count % 1000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_for_a_person() {
        assert_eq!(bytes(8_215_772), "8.2 MB");
        assert_eq!(bytes(1_234), "1.2 kB");
    }

    #[test]
    fn a_push_says_how_much_and_how_fast() {
        let half = Duration::from_millis(500);
        assert_eq!(rate(2_000_000, 8_000_000, half), "pushing 2.0 MB of 8.0 MB, 4.0 MB/s");
        assert_eq!(rate(0, 8_000_000, Duration::ZERO), "pushing 0.0 kB of 8.0 MB");
        assert_eq!(rate(1_500, 1_000, Duration::ZERO), "pushing 1.5 kB of 1.5 kB");
    }
}
