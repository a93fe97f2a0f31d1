//! Samples taken side by side → medians and how sure they are. It knows nothing of what was measured.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The middle of some samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Median {
    pub(super) value: f64,
    /// Where the true median lies with a probability of at least 95 %, whatever the samples' distribution; `None` where there
    /// are too few samples to say so.
    pub(super) interval: Option<(f64, f64)>,
    /// How many samples there were.
    pub(super) count: usize,
}

impl Median {
    /// Of at least one sample.
    pub(super) fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len();
        let value = f64::midpoint(sorted[(count - 1) / 2], sorted[count / 2]);
        let interval = rank(count).map(|rank| (sorted[rank], sorted[count - 1 - rank]));
        Self { value, interval, count }
    }
}

/// The largest rank from either end such that the samples of these ranks enclose the median with 95 %: the sign test's
/// interval, by the binomial distribution of how many samples lie below the median.
fn rank(count: usize) -> Option<usize> {
    const MISSED_ON_ONE_SIDE: f64 = 0.025;
    // The chance that at most `rank` of the samples lie below the median.
    let mut chance = 0.0;
    let mut term = 0.5_f64.powi(i32::try_from(count).ok()?);
    let mut found = None;
    for rank in 0..count {
        chance += term;
        if chance > MISSED_ON_ONE_SIDE {
            break;
        }
        found = Some(rank);
        #[expect(clippy::cast_precision_loss, reason = "there are few samples")]
        let next = (count - rank) as f64 / (rank + 1) as f64;
        term *= next;
    }
    found
}

/// Two things that were measured in turns.
pub(super) struct Pairs {
    /// Ours, one sample a round.
    pub(super) ours: Vec<f64>,
    /// What it is measured against.
    pub(super) theirs: Vec<f64>,
}

impl Pairs {
    /// Measures both in each of the rounds, once the one and once the other first, so that what happens on the machine
    /// meanwhile happens to both. Before them come rounds that do not count: they fill caches and pull images. `say` is told how
    /// far it is.
    pub(super) fn take(
        uncounted: usize,
        rounds: usize,
        mut ours: impl FnMut() -> Result<f64>,
        mut theirs: impl FnMut() -> Result<f64>,
        say: impl Fn(&str),
    ) -> Result<Self> {
        let mut pairs = Self { ours: Vec::new(), theirs: Vec::new() };
        let begun = Instant::now();
        for round in 0..uncounted + rounds {
            let (our, their) = if round % 2 == 0 {
                let their = theirs()?;
                (ours()?, their)
            } else {
                let our = ours()?;
                (our, theirs()?)
            };
            if round >= uncounted {
                pairs.ours.push(our);
                pairs.theirs.push(their);
                say(&progress(pairs.ours.len(), rounds, begun.elapsed()));
            }
        }
        Ok(pairs)
    }

    /// How many times theirs ours is, round by round.
    pub(super) fn ratio(&self) -> Median {
        let ratios: Vec<f64> = self.ours.iter().zip(&self.theirs).map(|(our, their)| our / their).collect();
        Median::of(&ratios)
    }
}

fn progress(done: usize, of: usize, elapsed: Duration) -> String {
    format!("{done} of {of} in {}", crate::command::minutes(elapsed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_the_sign_tests() {
        // The table of any textbook of non-parametric statistics: with 20 samples the 6th and the 15th.
        for (count, from_the_end) in [(6, 1), (10, 2), (20, 6), (50, 18)] {
            assert_eq!(rank(count), Some(from_the_end - 1), "{count} samples");
        }
        assert_eq!(rank(5), None, "2 · 0.5⁵ is more than 5 %");
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
        let median = Median::of(&[4.0, 1.0, 3.0, 2.0]);
        assert_eq!(median, Median { value: 2.5, interval: None, count: 4 });
    }

    #[test]
    fn the_sides_take_turns_and_the_first_rounds_do_not_count() {
        let order = std::cell::RefCell::new(String::new());
        let side = |name: char, value: f64| {
            let order = &order;
            move || {
                order.borrow_mut().push(name);
                Ok(value)
            }
        };
        let pairs = Pairs::take(1, 2, side('o', 3.0), side('t', 2.0), |_| {}).unwrap();
        assert_eq!(order.into_inner(), "tootto");
        assert_eq!((pairs.ours.len(), pairs.ratio().value.to_bits()), (2, 1.5_f64.to_bits()));
    }
}
