//! Lines of a log with the kubelet's timestamps, so that a log that was cut is taken up where it was.

/// Knows which lines were taken.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The timestamp of the last line, as the kubelet wrote it, and how many lines had it.
    last: String,
    of_last: usize,
    /// While lines are repeated after a cut: how many of the last timestamp have come again.
    repeated: Option<usize>,
    /// The beginning of a line that was cut.
    partial: String,
}

impl Lines {
    /// What to ask for when the log is asked for again: the second that the last line is of.
    pub(super) fn since(&self) -> Option<String> {
        const SECONDS: usize = "2026-01-01T00:00:00".len();
        self.last.get(..SECONDS).map(|seconds| format!("{seconds}Z"))
    }

    /// The log begins again, at [`Lines::since`].
    pub(super) fn reconnected(&mut self) {
        self.repeated = (!self.last.is_empty()).then_some(0);
        self.partial.clear();
    }

    /// The text of a line that is new, without its timestamp and its end.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(bytes);
        let Some(whole) = text.strip_suffix('\n') else {
            self.partial = text.into_owned();
            return None;
        };
        let (time, line) = whole.split_once(' ').unwrap_or((whole, ""));
        if let Some(repeated) = self.repeated {
            if time < self.last.as_str() {
                return None;
            }
            if time == self.last && repeated < self.of_last {
                self.repeated = Some(repeated + 1);
                return None;
            }
            self.repeated = None;
        }
        if time == self.last {
            self.of_last += 1;
        } else {
            time.clone_into(&mut self.last);
            self.of_last = 1;
        }
        Some(line.trim_end_matches('\r').to_owned())
    }

    /// A last line without an end.
    pub(super) fn rest(&self) -> Option<String> {
        let line = self.partial.split_once(' ').map_or("", |(_, line)| line);
        (!line.is_empty()).then(|| line.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_come_again_after_a_cut_are_not_taken_twice() {
        let mut lines = Lines::default();
        let (a, b, c) =
            ("2026-01-01T00:00:01.1Z a\n", "2026-01-01T00:00:01.2Z b\n", "2026-01-01T00:00:01.2Z c\n");
        assert_eq!(lines.take(a.as_bytes()).unwrap(), "a");
        assert_eq!(lines.take(b.as_bytes()).unwrap(), "b");
        assert_eq!(lines.since().unwrap(), "2026-01-01T00:00:01Z");
        lines.reconnected();
        assert_eq!(lines.take(a.as_bytes()), None);
        assert_eq!(lines.take(b.as_bytes()), None);
        assert_eq!(lines.take(c.as_bytes()).unwrap(), "c", "of the same time, but new");
    }

    #[test]
    fn what_is_no_utf_8_is_shown_all_the_same() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(b"2026-01-01T00:00:01Z a\xff\n").unwrap(), "a\u{fffd}");
    }

    #[test]
    fn a_last_line_without_an_end_is_kept() {
        let mut lines = Lines::default();
        assert_eq!(lines.take(b"2026-01-01T00:00:01Z no end"), None);
        assert_eq!(lines.rest().unwrap(), "no end");
    }
}
