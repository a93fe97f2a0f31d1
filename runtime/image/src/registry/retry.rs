//! When something is tried again, and after how long.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

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

impl Failure {
    /// What is said of it where it is not tried again.
    pub(super) fn error(self) -> RegistryError {
        match self {
            Self::Passing { error, .. } | Self::Final(error) => error,
        }
    }
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
    let mut tries = Tries::default();
    loop {
        let failure = match once().await {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        if !tries.another(&failure).await {
            return Err(failure.error());
        }
    }
}

/// How often something was tried so far.
#[derive(Debug, Default)]
pub(super) struct Tries(u32);

impl Tries {
    /// Whether it is tried once more after this failure; the time for that has come then.
    pub(super) async fn another(&mut self, failure: &Failure) -> bool {
        self.0 += 1;
        let Failure::Passing { after, .. } = failure else { return false };
        if self.0 == TRIES {
            return false;
        }
        let own = (FIRST_WAIT * (1 << (self.0 - 1))).min(LONGEST_WAIT);
        tokio::time::sleep(pause(*after, jittered(own))).await;
        true
    }
}

/// How long to wait where the registry `asked` for so much and we would wait for `own`.
fn pause(asked: Option<Duration>, own: Duration) -> Duration {
    asked.unwrap_or_default().min(LONGEST_ASKED).max(own)
}

/// Whether an answer is one that a registry gives in passing.
pub(super) fn is_passing(status: StatusCode) -> bool {
    matches!(status, StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS)
        || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
}

/// How long a `Retry-After` wants us to wait, in seconds or until a date: <https://www.rfc-editor.org/rfc/rfc9110#field.retry-after>
pub(super) fn after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    text.parse().map(Duration::from_secs).ok().or_else(|| until(text, Timestamp::now()))
}

/// How long it is from `now` to a date of HTTP, which is UTC; a date that is past is now.
fn until(date: &str, now: Timestamp) -> Option<Duration> {
    let date = rfc2822::parse(date).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
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

    use http::HeaderValue;

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
    fn a_registry_names_seconds_or_a_date() {
        let asked = |text| after(&HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]));
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
        let now = "2015-10-21T07:27:48Z".parse().unwrap();
        assert_eq!(until("Wed, 21 Oct 2015 07:28:00 GMT", now), Some(Duration::from_secs(12)));
    }

    #[test]
    fn nobody_makes_us_wait_for_long_or_come_back_at_once() {
        let own = Duration::from_millis(150);
        assert_eq!(pause(Some(Duration::from_secs(86_400)), own), LONGEST_ASKED);
        assert_eq!(pause(Some(Duration::from_secs(2)), own), Duration::from_secs(2));
        assert_eq!([pause(Some(Duration::ZERO), own), pause(None, own)], [own, own]);
    }

    #[test]
    fn waits_differ_within_bounds() {
        let waits: Vec<_> = (0..20).map(|_| jittered(LONGEST_WAIT)).collect();
        assert!(waits.iter().all(|wait| (LONGEST_WAIT / 2..=LONGEST_WAIT).contains(wait)));
        assert!(waits.iter().any(|wait| *wait != waits[0]));
    }
}
