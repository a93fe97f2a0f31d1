//! Progress of packaging, pushing and running, as lines on stderr.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use podwright_image::{Digest, Progress};
use podwright_launch::observe::{Event, Observer};

use crate::progress::{say, silenced};

/// Says how an image is sent: a line a second at most for each blob, and one when it is there.
#[derive(Debug, Default)]
pub(super) struct Sending {
    last: Mutex<HashMap<String, Instant>>,
}

const PAUSE: Duration = Duration::from_secs(1);

impl Progress for Sending {
    fn sending(&self, blob: &Digest, sent: u64, size: u64) {
        let now = Instant::now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = last.entry(blob.as_str().to_owned()).or_insert(now);
        if sent < size && now.duration_since(*before) < PAUSE {
            return;
        }
        *before = now;
        say(&format!("  layer {}: {} of {}", &blob.hex()[..12], bytes(sent), bytes(size)));
    }

    fn skipped(&self, blob: &Digest, size: u64) {
        say(&format!("  layer {}: there already ({})", &blob.hex()[..12], bytes(size)));
    }
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

/// Says what happens to a run. Lines of the task's log come as they are, a sidecar's behind its name.
#[derive(Debug)]
pub(super) struct Following {
    pub(super) primary: String,
}

impl Observer for Following {
    fn event(&self, action: &str, event: Event<'_>) {
        if silenced() {
            return;
        }
        match event {
            Event::Created => say(&format!("created the job `{action}`")),
            Event::Adopted => say(&format!("taking up the job `{action}`, which exists already")),
            Event::Scheduled { pod, node } => say(&format!("pod {pod} on node {node}")),
            Event::Started { .. } => say("the task runs"),
            Event::Log { container, line } if container == self.primary => say(line),
            Event::Log { container, line } => say(&format!("[{container}] {line}")),
            Event::Waiting(why) => say(&format!("waiting: {} ({})", why.message, why.help)),
            Event::Retrying { failure, failed, retries } => {
                say(&format!(
                    "attempt {failed} failed: {}; trying again ({failed} of {retries})",
                    failure.message
                ));
            }
            Event::Disconnected(why) => say(&format!("connection lost, trying on: {why}")),
            Event::Reconnected => say("connected again"),
            _ => {}
        }
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
}
