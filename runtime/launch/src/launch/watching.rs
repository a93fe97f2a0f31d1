//! One watch that is kept up: asked for again where it was cut, ended where it is denied.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};

use crate::cluster::{Backoff, Change, Error, Lost, Watch};
use crate::observe::{Event, Observer};

/// The first and the longest wait before a watch is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
/// How often the server may deny a watch before it is believed: one that is starting up denies for a moment.
const DENIALS: u32 = 4;

/// Passes what is watched to `take`, until the server denies it or is waited for no longer.
pub(super) async fn keep<T: DeserializeOwned>(
    mut watch: Watch,
    tell: Tell,
    take: impl Fn(Change<T>),
) -> Error {
    let cluster = watch.cluster().clone();
    let (mut denials, mut tries) = (0, 0);
    let mut backoff = Backoff::new(WAITS.0, WAITS.1);
    loop {
        let asked = Instant::now();
        let fault = match watch.next().await {
            Ok(change) => {
                (denials, tries) = (0, 0);
                cluster.answered(&tell);
                // A list alone does not show that what comes after it works too.
                if matches!(change, Some(Change::Put(_) | Change::Gone(_))) {
                    backoff.reset();
                }
                change.into_iter().for_each(&take);
                continue;
            }
            Err(fault) => fault,
        };
        // What held for as long as that is no repetition.
        if asked.elapsed() >= WAITS.1 {
            backoff.reset();
        }
        let wait = fault.retry_after().unwrap_or_else(|| backoff.next());
        if fault.is_denial() {
            denials += 1;
            if denials >= DENIALS {
                return fault.into_error(cluster.server(), "a look at the run");
            }
        } else if !fault.is_expired() {
            // A place in the watch that is forgotten is no trouble: what there is is listed again.
            tries += 1;
            if let Err(fault) = cluster.silent(&tell, tries, fault) {
                return fault.into_error(cluster.server(), "a look at the run");
            }
        }
        sleep(wait).await;
    }
}

/// Passes the server's silence on to an observer.
pub(super) struct Tell {
    observer: Arc<dyn Observer>,
    run: String,
}

impl Tell {
    pub(super) fn new(observer: &Arc<dyn Observer>, run: &str) -> Self {
        Self { observer: observer.clone(), run: run.to_owned() }
    }
}

impl Lost for Tell {
    fn lost(&self, error: &Error) {
        self.observer.event(&self.run, Event::Disconnected(error));
    }

    fn back(&self) {
        self.observer.event(&self.run, Event::Reconnected);
    }
}

#[cfg(test)]
mod tests;
