//! When something is tried again, and after how long.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use super::error::RegistryError;

/// How often something is tried in all.
const TRIES: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The longest that a registry can make us wait.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// Why a try failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The next one may do better; `after` is when the registry wants to see it.
    Passing { error: RegistryError, after: Option<Duration> },
    /// The next one would fail like this one.
    Final(RegistryError),
}

impl From<RegistryError> for Failure {
    fn from(error: RegistryError) -> Self {
        Self::Final(error)
    }
}

/// Tries until something is done or cannot be.
pub(super) async fn repeat<T, F: Future<Output = Result<T, Failure>>>(
    once: impl Fn() -> F,
) -> Result<T, RegistryError> {
    let mut wait = FIRST_WAIT;
    for _ in 1..TRIES {
        match once().await {
            Ok(done) => return Ok(done),
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Passing { after, .. }) => {
                let asked = after.map(|after| after.min(LONGEST_ASKED));
                tokio::time::sleep(asked.unwrap_or_default().max(jittered(wait))).await;
            }
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
    once().await.map_err(|failure| match failure {
        Failure::Passing { error, .. } | Failure::Final(error) => error,
    })
}

/// Whether an answer is one that a registry gives in passing.
pub(super) fn is_passing(status: StatusCode) -> bool {
    matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
        || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
}

/// The seconds of a `Retry-After`; its other form, a date, is left to our own patience.
pub(super) fn after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

/// Half of `wait` to all of it, so that many clients do not come back at once.
fn jittered(wait: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    let share = u32::try_from(random % 512).expect("less than 512");
    wait / 2 + wait * share / 1024
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    fn interrupted() -> RegistryError {
        let [registry, repository, what, reason] = ["r", "app", "a blob", "x"].map(str::to_owned);
        RegistryError::Interrupted { registry, repository, what, reason }
    }

    fn passing() -> Failure {
        Failure::Passing { error: interrupted(), after: None }
    }

    #[tokio::test]
    async fn what_passes_is_tried_again() {
        let tries = AtomicU32::new(0);
        let done = repeat(|| {
            let tried = tries.fetch_add(1, Ordering::Relaxed);
            async move { if tried < 2 { Err(passing()) } else { Ok(tried) } }
        });
        assert_eq!(done.await, Ok(2));
    }

    #[tokio::test]
    async fn what_is_final_is_not() {
        let tries = AtomicU32::new(0);
        let done: Result<(), _> = repeat(|| {
            tries.fetch_add(1, Ordering::Relaxed);
            async { Err(Failure::Final(interrupted())) }
        })
        .await;
        assert!(done.is_err());
        assert_eq!(tries.into_inner(), 1);
    }

    #[test]
    fn waits_differ_within_bounds() {
        let waits: Vec<_> = (0..20).map(|_| jittered(LONGEST_WAIT)).collect();
        assert!(waits.iter().all(|wait| (LONGEST_WAIT / 2..=LONGEST_WAIT).contains(wait)));
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }
}
