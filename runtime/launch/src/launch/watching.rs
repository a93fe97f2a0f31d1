//! One watch that is kept up: asked for again where it was cut, ended where it is denied.

use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep};

use super::Told;
use crate::cluster::{Backoff, Change, Error, Watch};
use crate::observe::Observer;

/// The first and the longest wait before a watch is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
/// How often the server may deny a watch before it is believed: one that is starting up denies for a moment.
const DENIALS: u32 = 4;

/// Passes what is watched to `take`, and the server's silence to the run's observer, until the server denies the watch or is waited
/// for no longer.
pub(super) async fn keep<T: DeserializeOwned>(
    mut watch: Watch,
    observer: Arc<dyn Observer>,
    run: String,
    take: impl Fn(Change<T>),
) -> Error {
    let cluster = watch.cluster().clone();
    let told = Told { observer: observer.as_ref(), action: &run };
    let (mut denials, mut tries) = (0, 0);
    let mut backoff = Backoff::new(WAITS.0, WAITS.1);
    loop {
        let asked = Instant::now();
        let fault = match watch.next().await {
            Ok(change) => {
                (denials, tries) = (0, 0);
                cluster.answered(&told);
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
        let mut wait = backoff.next();
        if fault.is_denial() {
            denials += 1;
            if denials >= DENIALS {
                return fault.into_error(cluster.server(), "a look at the run");
            }
        } else if !fault.is_expired() {
            // A place in the watch that is forgotten is no trouble: what there is is listed again.
            tries += 1;
            wait = match cluster.silent(&told, tries, fault, wait) {
                Ok(wait) => wait,
                Err(fault) => return fault.into_error(cluster.server(), "a look at the run"),
            };
        }
        sleep(wait).await;
    }
}

#[cfg(test)]
mod tests;
