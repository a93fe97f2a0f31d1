//! Lines of a log with the kubelet's timestamps, so that a log that was cut is taken up where it was.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// Knows which lines were taken.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The timestamps of the lines taken last, as the kubelet wrote them (`RFC3339NanoFixed`, in UTC), in the log's order. Standard
    /// output and standard error are stamped side by side, so that they do not always grow.
    recent: VecDeque<String>,
    /// While lines come again after a cut: the place among these of the one that is to come next.
    replay: Option<usize>,
    /// The beginning of a line that was cut.
    partial: String,
    /// Whether the kubelet gave words of its own instead of the log.
    withheld: bool,
}

/// A line that was not taken before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text, without its timestamp and its end.
    pub(super) text: String,
    /// Whether lines before it are lost: the kubelet has rotated the log meanwhile, and gives its newest file only.
    pub(super) after_gap: bool,
}

/// How many timestamps are kept at most: of a log that grows faster the last lines.
const KEPT: usize = 100_000;
/// The length of `2026-01-01`, and of `2026-01-01T00:00:00`.
const DAY: usize = 10;
const SECONDS: usize = 19;

impl Lines {
    /// The time to ask for when the log is asked for again: a second before the last line's, as timestamps do not always grow.
    pub(super) fn since(&self) -> Option<String> {
        let last: Timestamp = self.recent.back()?.parse().ok()?;
        let before = last.checked_sub(SignedDuration::from_secs(1)).ok()?;
        Some(before.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }

    /// The log begins again, at [`Lines::since`].
    pub(super) fn reconnected(&mut self) {
        self.replay = (!self.recent.is_empty()).then_some(0);
        self.partial.clear();
        self.withheld = false;
    }

    /// Whether the kubelet could not give the log: it says so in the log's place, with the status 200.
    pub(super) fn were_withheld(&self) -> bool {
        self.withheld || self.partial.split(' ').next().is_some_and(|time| !time.is_empty() && !is_time(time))
    }

    /// The line where it is new.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<Line> {
        let text = String::from_utf8_lossy(bytes);
        let Some(whole) = text.strip_suffix('\n') else {
            self.partial = text.into_owned();
            return None;
        };
        let (time, line) = whole.split_once(' ').unwrap_or((whole, ""));
        if !is_time(time) {
            self.withheld = true;
            return None;
        }
        let after_gap = match self.again(time) {
            Again::Taken => return None,
            Again::New => false,
            Again::AfterGap => true,
        };
        self.remember(time);
        Some(Line { text: line.trim_end_matches('\r').to_owned(), after_gap })
    }

    /// A last line without an end.
    pub(super) fn rest(&self) -> Option<String> {
        let (time, line) = self.partial.split_once(' ')?;
        (is_time(time) && !line.is_empty()).then(|| line.to_owned())
    }

    /// Whether a line of this time is one that came before. The log's order never changes: those come first, in their order.
    fn again(&mut self, time: &str) -> Again {
        let Some(at) = self.replay else { return Again::New };
        let Some(next) = self.recent.get(at) else {
            self.replay = None;
            return Again::New;
        };
        if let Some(found) = self.recent.range(at..).position(|known| known == time) {
            self.replay = Some(at + found + 1);
            return Again::Taken;
        }
        if time < next.as_str() {
            return Again::Taken;
        }
        self.replay = None;
        Again::AfterGap
    }

    fn remember(&mut self, time: &str) {
        let new_second = self.recent.back().is_none_or(|last| last.get(..SECONDS) != time.get(..SECONDS));
        self.recent.push_back(time.to_owned());
        if new_second && let Some(since) = self.since() {
            while self.recent.front().is_some_and(|first| first.get(..SECONDS) < since.get(..SECONDS)) {
                self.recent.pop_front();
            }
        }
        if self.recent.len() > KEPT {
            self.recent.pop_front();
        }
    }
}

/// Whether a word begins as the kubelet's timestamps do.
fn is_time(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit()) && word.as_bytes().get(DAY) == Some(&b'T')
}

enum Again {
    Taken,
    New,
    AfterGap,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a log, each `SECONDS TEXT`, as the kubelet sends them.
    fn stamped(line: &str) -> Vec<u8> {
        let (time, text) = line.split_once(' ').unwrap();
        format!("2026-01-01T00:00:{time}Z {text}\n").into_bytes()
    }

    fn take(lines: &mut Lines, sent: &[&str]) -> Vec<String> {
        let taken = sent.iter().filter_map(|line| lines.take(&stamped(line)));
        taken.map(|line| if line.after_gap { format!("… {}", line.text) } else { line.text }).collect()
    }

    #[test]
    fn lines_that_come_again_after_a_cut_are_not_taken_twice() {
        let mut lines = Lines::default();
        assert_eq!(take(&mut lines, &["03.100 a", "03.200 b"]), ["a", "b"]);
        assert_eq!(lines.since().unwrap(), "2026-01-01T00:00:02Z");
        lines.reconnected();
        assert_eq!(
            take(&mut lines, &["03.100 a", "03.200 b", "03.200 c"]),
            ["c"],
            "of the same time, but new"
        );
        lines.reconnected();
        assert_eq!(take(&mut lines, &["03.100 a"]), [""; 0], "it is cut in the middle of what comes again");
        lines.reconnected();
        assert_eq!(take(&mut lines, &["03.100 a", "03.200 b", "03.200 c", "04.000 d"]), ["d"]);
    }

    #[test]
    fn timestamps_that_go_back_a_little_double_nothing_and_lose_nothing() {
        let mut lines = Lines::default();
        let sent = ["04.001 out", "03.999 err"];
        assert_eq!(take(&mut lines, &sent), ["out", "err"]);
        lines.reconnected();
        assert_eq!(take(&mut lines, &[sent[0], sent[1], "04.000 next"]), ["next"]);
    }

    #[test]
    fn a_rotation_while_nobody_read_is_a_gap_where_the_last_line_does_not_come_again() {
        let mut lines = Lines::default();
        take(&mut lines, &["03.100 a", "03.200 b", "03.300 c"]);
        lines.reconnected();
        assert_eq!(take(&mut lines, &["03.200 b", "03.300 c", "03.400 d"]), ["d"], "what is lost was read");
        lines.reconnected();
        assert_eq!(take(&mut lines, &["09.000 x", "09.100 y"]), ["… x", "y"]);
    }

    #[test]
    fn seconds_that_are_not_asked_for_again_are_forgotten() {
        let mut lines = Lines::default();
        take(&mut lines, &["01.1 a", "02.1 b", "03.1 c", "04.1 d"]);
        assert_eq!(lines.recent.len(), 2);
        lines.reconnected();
        assert_eq!(take(&mut lines, &["03.1 c", "04.1 d", "04.2 e"]), ["e"]);
    }

    #[test]
    fn what_is_no_utf_8_is_shown_all_the_same() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(b"2026-01-01T00:00:01Z a\xff\n").unwrap().text, "a\u{fffd}");
    }

    #[test]
    fn what_the_kubelet_says_in_the_place_of_a_log_is_no_line_of_it() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(b"unable to retrieve container logs for containerd://eae3\n"), None);
        assert_eq!(lines.take(b"unable to retrieve container logs for containerd://eae3"), None);
        assert_eq!(lines.rest(), None);
        assert!(lines.were_withheld());
        lines.reconnected();
        assert!(!lines.were_withheld());
    }

    #[test]
    fn a_last_line_without_an_end_is_kept() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(b"2026-01-01T00:00:01Z no end"), None);
        assert_eq!(lines.rest().unwrap(), "no end");
    }
}
