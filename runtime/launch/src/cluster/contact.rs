//! Whether the server answers: one state for all that ask it, so that its silence is told once and has one limit.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// A server that answers again sooner than this was never away: its connections were cut, and some twice.
const SHORT: Duration = Duration::from_secs(1);

/// A server that asks to be left alone for less than this is as busy as one is now and then (the API server's priority and fairness
/// asks for a second).
const FEW_SECONDS: Duration = Duration::from_secs(5);

/// The longest wait for a server that is waited for as long as it takes, whatever it asks for.
const LONGEST: Duration = Duration::from_secs(600);

/// What is known of the server.
pub(super) struct Contact {
    /// How long a server that has never answered is tried: a pod's network may come up after the pod.
    first_patience: Duration,
    /// How long one that has answered is waited for; `None` for as long as it takes.
    limit: Option<Duration>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether it has answered once. From then on its silence is taken for an outage that ends.
    reached: bool,
    away: Option<Away>,
}

struct Away {
    since: Instant,
    told: bool,
}

/// What a request that got no answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// Nothing yet: a connection may have been cut. Or it is known.
    Passing,
    /// The server is away, which was not told before.
    New,
    /// There was never an answer, and there will be none.
    Absent,
    /// It has been away for this long, which is as long as it is waited for.
    TooLong(Duration),
}

impl Contact {
    pub(super) fn new(first_patience: Duration, limit: Option<Duration>) -> Self {
        Self { first_patience, limit, state: Mutex::default() }
    }

    /// The server said something, be it that it cannot do what it was asked.
    pub(super) fn reached(&self) {
        self.state().reached = true;
    }

    /// The server did what it was asked. Whether it was told to be away until now.
    pub(super) fn back(&self) -> bool {
        let mut state = self.state();
        state.reached = true;
        state.away.take().is_some_and(|away| away.told)
    }

    /// The server did not answer, or could not, for the `tries`th time in a row of one request; `asked` is how long it asks not
    /// to be asked again.
    pub(super) fn silent(&self, tries: u32, asked: Option<Duration>, now: Instant) -> Silence {
        let mut state = self.state();
        let reached = state.reached;
        let away = state.away.get_or_insert(Away { since: now, told: false });
        let silent = now.saturating_duration_since(away.since);
        let is_short = match asked {
            Some(asked) => asked < FEW_SECONDS && silent < FEW_SECONDS,
            // Connections that were cut are of no interest.
            None => tries < 2 || silent < SHORT,
        };
        match self.limit {
            _ if !reached && silent >= self.first_patience => Silence::Absent,
            Some(limit) if silent >= limit => Silence::TooLong(limit),
            _ if is_short => Silence::Passing,
            _ if std::mem::replace(&mut away.told, true) => Silence::Passing,
            _ => Silence::New,
        }
    }

    /// A wait that does not go beyond the limit.
    pub(super) fn within_limit(&self, wait: Duration, now: Instant) -> Duration {
        let state = self.state();
        let silent =
            state.away.as_ref().map_or(Duration::ZERO, |away| now.saturating_duration_since(away.since));
        let left = self.limit.map(|limit| limit.saturating_sub(silent));
        wait.min(left.unwrap_or(LONGEST))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn an_outage_is_told_once_by_whoever_notices_it_and_once_when_it_is_over() {
        let (contact, now) = (Contact::new(Duration::ZERO, None), Instant::now());
        contact.reached();
        assert_eq!(contact.silent(1, None, now), Silence::Passing, "a connection may be cut");
        assert_eq!(
            contact.silent(2, None, now),
            Silence::Passing,
            "and once more while it is asked for again"
        );
        assert_eq!(contact.silent(3, None, now + SHORT), Silence::New);
        assert_eq!(contact.silent(3, None, now + SHORT), Silence::Passing, "another one notices it too");
        assert!(contact.back() && !contact.back());
    }

    #[test]
    fn a_server_that_never_answered_is_absent() {
        let (contact, now) = (Contact::new(seconds(30), Some(seconds(600))), Instant::now());
        assert_eq!(contact.silent(1, None, now), Silence::Passing);
        assert_eq!(contact.silent(9, None, now + seconds(30)), Silence::Absent);
    }

    #[test]
    fn the_limit_counts_from_the_first_silence_after_the_last_answer() {
        let (contact, now) = (Contact::new(Duration::ZERO, Some(seconds(10))), Instant::now());
        contact.reached();
        contact.silent(1, None, now);
        assert!(!contact.back(), "it was not told");
        contact.silent(1, None, now + seconds(9));
        assert_eq!(contact.silent(9, None, now + seconds(18)), Silence::New);
        assert_eq!(contact.silent(10, None, now + seconds(19)), Silence::TooLong(seconds(10)));
    }

    #[test]
    fn a_server_that_is_busy_for_a_moment_is_not_told_of_until_that_goes_on() {
        let (contact, now) = (Contact::new(Duration::ZERO, None), Instant::now());
        contact.reached();
        let told: Vec<_> = (0..7)
            .map(|second| contact.silent(second + 1, Some(seconds(1)), now + seconds(second.into())))
            .collect();
        let new = told.iter().position(|silence| *silence == Silence::New);
        assert_eq!((new, told.iter().filter(|silence| **silence == Silence::Passing).count()), (Some(5), 6));
    }

    #[test]
    fn a_server_that_asks_to_be_left_alone_is_told_of_at_once_and_waited_for_no_longer_than_the_limit() {
        let (contact, now) = (Contact::new(Duration::ZERO, Some(seconds(10))), Instant::now());
        contact.reached();
        assert_eq!(contact.silent(1, Some(seconds(3600)), now), Silence::New);
        assert_eq!(contact.within_limit(seconds(3600), now), seconds(10));
        assert_eq!(contact.within_limit(seconds(3600), now + seconds(4)), seconds(6));
        assert_eq!(contact.within_limit(seconds(2), now + seconds(4)), seconds(2));
        assert_eq!(contact.silent(2, Some(seconds(3600)), now + seconds(10)), Silence::TooLong(seconds(10)));
        let patient = Contact::new(Duration::ZERO, None);
        assert_eq!(patient.within_limit(seconds(86_400), now), LONGEST);
    }
}
