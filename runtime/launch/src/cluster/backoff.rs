//! Waits between tries, each twice as long as the one before, up to a longest.

use std::time::Duration;

/// How long to wait before the next try.
#[derive(Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    next: Duration,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, next: first }
    }

    /// This wait. The next one is longer.
    pub(crate) fn next(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait * 2).min(self.longest);
        wait
    }

    /// Begins anew: what was tried has worked.
    pub(crate) fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew() {
        let second = Duration::from_secs(1);
        let mut backoff = Backoff::new(second, 3 * second);
        let waits: Vec<_> = (0..4).map(|_| backoff.next()).collect();
        assert_eq!(waits, [second, 2 * second, 3 * second, 3 * second]);
        backoff.reset();
        assert_eq!(backoff.next(), second);
    }
}
