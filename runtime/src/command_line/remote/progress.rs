//! Progress of packaging, pushing and running, on stderr.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use podwright_image::{Digest, Progress};
use podwright_launch::observe::{Event, Observer};

use crate::progress::{self, Level, change, detail, say, says, stage};

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

/// Says what happens to a run, and knows whether it was sent. Lines of the task's log come as they are, a sidecar's behind its
/// name.
#[derive(Debug, Default)]
pub(super) struct Following {
    sent: AtomicBool,
}

impl Following {
    /// Whether the run's Job is in the cluster.
    pub(super) fn was_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }
}

impl Observer for Following {
    fn event(&self, action: &str, event: Event<'_>) {
        if matches!(event, Event::Created | Event::Adopted) {
            self.sent.store(true, Ordering::Relaxed);
        }
        if !says(Level::Normal) {
            return;
        }
        right_now(&event);
        match event {
            Event::Created => say(&format!("created the job `{action}`")),
            Event::Adopted => say(&format!("taking up the job `{action}`, which exists already")),
            Event::Scheduled { pod, node } => say(&format!("pod {pod} on node {node}")),
            Event::Started { .. } => say("the task runs"),
            Event::Log { is_primary: true, line, .. } => say(line),
            Event::Log { container, line, .. } => say(&format!("[{container}] {line}")),
            Event::Waiting(why) => say(&format!("waiting: {} ({})", why.message, why.help)),
            Event::Retrying { failure, failed, retries } => {
                say(&format!(
                    "attempt {failed} failed: {}; trying again ({failed} of {retries})",
                    failure.message
                ));
            }
            Event::LogGap { container } => say(&format!(
                "lines of the log of `{container}` are missing here: the node rotated it while the API server was away"
            )),
            Event::LogGone { pod, container } => {
                say(&format!("the pod `{pod}` is gone, and with it the rest of the log of `{container}`"));
            }
            Event::LogCut => say("the last lines of the log did not come; `logs` may show them"),
            Event::Disconnected(why) => {
                say(&format!("the API server is away, and is asked again until it answers: {why}"));
            }
            Event::Reconnected => say("the API server is back"),
            _ => {}
        }
    }
}

/// What the run waits for from here on.
fn right_now(event: &Event<'_>) {
    match event {
        Event::Created | Event::Adopted => stage("waiting for a node"),
        Event::Scheduled { node, .. } => stage(&format!("starting the pod on {node}")),
        Event::Started { .. } => stage("running the task"),
        Event::Retrying { .. } => stage("waiting for the next attempt"),
        _ => {}
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
