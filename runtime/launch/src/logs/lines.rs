//! Lines of a log with the kubelet's timestamps, so that a log that was cut is taken up where it was.

use std::borrow::Cow;
use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// How many bytes of a line are taken at once, at most: one without an end would take all there is of memory.
pub(super) const PIECE: usize = 1 << 20;

/// Knows which lines were taken.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The timestamps of the lines taken last, as the kubelet wrote them (`RFC3339NanoFixed`, in UTC), in the log's order. Standard
    /// output and standard error are stamped side by side, so that they do not always grow.
    recent: VecDeque<String>,
    /// While lines come again after a cut: the place among these of the one that is to come next.
    replay: Option<usize>,
    /// The line that comes in pieces, of which some were taken.
    long: Option<Long>,
    /// What comes is the middle of a line.
    inside: Option<Inside>,
    /// The beginning of a line, or a piece of one, that was cut.
    partial: Vec<u8>,
    /// Whether the kubelet gave words of its own instead of the log.
    withheld: bool,
    has_grown: bool,
}

/// A line that is not whole yet.
#[derive(Debug)]
struct Long {
    time: String,
    /// How many bytes of its text were taken.
    taken: usize,
}

/// What becomes of the pieces of a line that follow its first.
#[derive(Debug)]
enum Inside {
    /// They are of no interest: the line came before, or is none.
    Known,
    /// They are wanted, behind so many bytes that were taken before a cut. A character may begin in these and end in them.
    New { skip: usize, begun: Vec<u8> },
}

/// A line that was not taken before, or a piece of one.
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
        self.inside = None;
        self.partial.clear();
        self.withheld = false;
        self.has_grown = false;
    }

    /// Whether something new has come since the log began again.
    pub(super) fn have_grown(&self) -> bool {
        self.has_grown
    }

    /// Whether the kubelet could not give the log: it says so in the log's place, with the status 200.
    pub(super) fn were_withheld(&self) -> bool {
        let (time, _) = stamped(&self.partial);
        self.withheld || (self.inside.is_none() && !time.is_empty() && !is_time(&time))
    }

    /// The line where it is new: up to its end, or [`PIECE`] bytes of it; fewer without an end are the last of a log that was cut.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<Line> {
        let line = bytes.strip_suffix(b"\n");
        if line.is_none() && bytes.len() < PIECE {
            self.partial = bytes.to_vec();
            return None;
        }
        let (text, is_whole) = (line.unwrap_or(bytes), line.is_some());
        let (inside, text, after_gap) = match self.inside.take() {
            Some(inside) => (inside, text, false),
            None => self.begin(text),
        };
        match inside {
            Inside::Known => {
                self.inside = (!is_whole).then_some(Inside::Known);
                None
            }
            Inside::New { skip, begun } => {
                let text = self.go_on(skip, [&begun, text].concat(), is_whole)?;
                self.has_grown = true;
                Some(Line { text, after_gap })
            }
        }
    }

    /// What becomes of a line that begins so, what there is of its text, and whether lines before it are lost.
    fn begin<'b>(&mut self, line: &'b [u8]) -> (Inside, &'b [u8], bool) {
        let (time, text) = stamped(line);
        if !is_time(&time) {
            self.withheld = true;
            return (Inside::Known, text, false);
        }
        let after_gap = match self.again(&time) {
            Again::Taken => return (Inside::Known, text, false),
            Again::New => false,
            Again::AfterGap => true,
        };
        let cut = self.long.take();
        let lost = cut.as_ref().is_some_and(|long| long.time != time);
        let skip = cut.filter(|long| long.time == time).map_or(0, |long| long.taken);
        self.long = Some(Long { time: time.into_owned(), taken: skip });
        (Inside::New { skip, begun: Vec::new() }, text, after_gap || lost)
    }

    /// The text of a line that is wanted, as far as it is new and its characters are whole.
    fn go_on(&mut self, skip: usize, mut text: Vec<u8>, is_whole: bool) -> Option<String> {
        let skipped = skip.min(text.len());
        text.drain(..skipped);
        let begun = if is_whole { Vec::new() } else { text.split_off(text.len() - cut_character(&text)) };
        let mut long = self.long.take()?;
        let is_rest = long.taken > 0;
        long.taken += text.len();
        if is_whole {
            self.remember(&long.time);
        } else {
            self.long = Some(long);
            self.inside = Some(Inside::New { skip: skip - skipped, begun });
        }
        let text = String::from_utf8_lossy(&text);
        let text = if is_whole { text.trim_end_matches('\r') } else { &text };
        // Of a line whose pieces were taken, nothing may be left.
        (!text.is_empty() || (is_whole && !is_rest)).then(|| text.to_owned())
    }

    /// A last line without an end.
    pub(super) fn rest(&self) -> Option<String> {
        let bytes = match &self.inside {
            Some(Inside::Known) => return None,
            Some(Inside::New { skip, begun }) => {
                let text = [begun.as_slice(), &self.partial].concat();
                text.get(*skip..).unwrap_or_default().to_vec()
            }
            None => {
                let (time, text) = stamped(&self.partial);
                let taken = self.long.as_ref().filter(|long| long.time == time).map_or(0, |long| long.taken);
                let is_new = is_time(&time) && !self.recent.iter().any(|known| *known == time);
                if is_new { text.get(taken..).unwrap_or_default().to_vec() } else { return None }
            }
        };
        (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
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

/// The timestamp of a line, and its text.
fn stamped(line: &[u8]) -> (Cow<'_, str>, &[u8]) {
    let mut words = line.splitn(2, |byte| *byte == b' ');
    let time = words.next().unwrap_or_default();
    (String::from_utf8_lossy(time), words.next().unwrap_or_default())
}

/// How many bytes at the end are the beginning of a character of UTF-8.
fn cut_character(bytes: &[u8]) -> usize {
    const LONGEST: usize = 4;
    let last = bytes.iter().rev().take(LONGEST - 1).position(|byte| *byte & 0xC0 != 0x80);
    let Some(back) = last.map(|at| at + 1) else { return 0 };
    let length = match bytes[bytes.len() - back] {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if length > back { back } else { 0 }
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

    /// A line of this text, in the pieces that are read, and the cut after so many of them.
    fn pieces(time: &str, text: &str, count: usize) -> Vec<Vec<u8>> {
        let line = format!("2026-01-01T00:00:{time}Z {text}\n").into_bytes();
        line.chunks(PIECE).take(count).map(<[u8]>::to_vec).collect()
    }

    fn taken(lines: &mut Lines, pieces: Vec<Vec<u8>>) -> Vec<Line> {
        pieces.iter().filter_map(|piece| lines.take(piece)).collect()
    }

    fn text(lines: &[Line]) -> String {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_long_line_comes_in_pieces_with_every_character_whole() {
        let long = "ü€🦀".repeat(PIECE / 4);
        let mut lines = Lines::default();
        let came = taken(&mut lines, pieces("01.1", &long, 9));
        assert_eq!((came.len(), text(&came) == long), (3, true));
        assert_eq!(take(&mut lines, &["01.2 next"]), ["next"]);
        lines.reconnected();
        assert!(taken(&mut lines, pieces("01.1", &long, 9)).is_empty(), "it came before");
        assert_eq!(take(&mut lines, &["01.2 next", "01.3 more"]), ["more"]);
    }

    #[test]
    fn a_long_line_that_was_cut_goes_on_where_it_was() {
        let long = "ü€🦀x".repeat(PIECE / 4);
        for before in 1..3 {
            let mut lines = Lines::default();
            assert_eq!(take(&mut lines, &["01.1 a"]), ["a"]);
            let mut came = taken(&mut lines, pieces("01.2", &long, before));
            lines.take(b"cut in the middle of a piece");
            lines.reconnected();
            assert_eq!(take(&mut lines, &["01.1 a"]), [""; 0]);
            came.extend(taken(&mut lines, pieces("01.2", &long, 9)));
            assert!(text(&came) == long && came.iter().all(|line| !line.after_gap), "{before}");
            assert_eq!(take(&mut lines, &["01.3 next"]), ["next"]);
        }
    }

    #[test]
    fn a_long_line_whose_rest_was_rotated_away_is_a_gap() {
        let mut lines = Lines::default();
        taken(&mut lines, pieces("01.2", &"x".repeat(2 * PIECE), 1));
        lines.reconnected();
        assert_eq!(take(&mut lines, &["09.1 later"]), ["… later"]);
    }

    #[test]
    fn the_last_piece_of_a_line_without_an_end_is_kept() {
        let mut lines = Lines::default();
        let long = "x".repeat(PIECE + 10);
        let mut sent = pieces("01.1", &long, 9);
        assert_eq!(sent[1].pop(), Some(b'\n'));
        let came = taken(&mut lines, sent);
        assert_eq!(format!("{}{}", text(&came), lines.rest().unwrap()), long);
        assert!(!lines.were_withheld());
    }
}
