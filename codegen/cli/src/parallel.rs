//! Many pieces of work on all processors, their results in order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many pieces a thread takes at once.
const BATCH: usize = 16;

/// Does the pieces 0 to `count`, and gives what came of each.
pub(crate) fn map<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(count.div_ceil(BATCH)).max(1);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= count {
                return done;
            }
            done.extend((first..count.min(first + BATCH)).map(|piece| (piece, work(piece))));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(theirs) => done.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_are_in_order() {
        for count in [0, 1, 16, 1000] {
            assert_eq!(map(count, |piece| piece * 2), (0..count).map(|piece| piece * 2).collect::<Vec<_>>());
        }
    }
}
