//! What passed, failed and was skipped, over one command or many.

use std::fmt::{self, Write as _};

/// A count of tests, with the names of those that did not pass.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: Vec<Remark>,
    pub(super) skipped: Vec<Remark>,
}

/// A test that did not pass, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) name: String,
    pub(super) reason: String,
}

impl Remark {
    pub(super) fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), reason: reason.into() }
    }
}

impl Tally {
    /// One thing that passed.
    pub(super) fn passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    /// One thing that failed.
    pub(super) fn failed(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { failed: vec![Remark::new(name, reason)], ..Self::default() }
    }

    /// One thing that cannot run here.
    pub(super) fn skipped(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { skipped: vec![Remark::new(name, reason)], ..Self::default() }
    }

    /// Adds another.
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed.extend(other.failed);
        self.skipped.extend(other.skipped);
    }

    /// Makes a failure of each thing that was skipped, but for those that `may` be: the ones whose name has such a word in it.
    pub(super) fn refuse_skips(&mut self, may: &[String]) {
        let refused = self.skipped.extract_if(.., |skip| !may.iter().any(|word| skip.name.contains(word)));
        self.failed.extend(refused.map(|skip| Remark::new(skip.name, format!("skipped: {}", skip.reason))));
    }

    pub(super) fn succeeded(&self) -> bool {
        self.failed.is_empty()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.passed + self.failed.len() + self.skipped.len()
    }

    /// All that is known of each that did not pass.
    pub(super) fn details(&self) -> String {
        self.describe(str::to_owned)
    }

    /// A line for each that did not pass.
    pub(super) fn summary(&self) -> String {
        self.describe(|reason| headline(reason).to_owned())
    }

    fn describe(&self, shorten: fn(&str) -> String) -> String {
        let mut text = String::new();
        for (what, remarks) in [("failed", &self.failed), ("skipped", &self.skipped)] {
            for Remark { name, reason } in remarks {
                let _ = writeln!(text, "{what}: {name}: {}", shorten(reason));
            }
        }
        text
    }
}

/// The one line of a reason that says most: a panic's message stands below the line with its place.
fn headline(reason: &str) -> &str {
    let is_place = |line: &&str| line.starts_with("thread '");
    let after_place = reason.lines().skip_while(|line| !is_place(line)).find(|line| !is_place(line));
    let error = || reason.lines().find(|line| line.to_lowercase().starts_with("error"));
    after_place.or_else(error).or_else(|| reason.lines().next()).unwrap_or_default()
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed.len())?;
        if self.skipped.is_empty() { Ok(()) } else { write!(out, ", {} skipped", self.skipped.len()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_names_skips_only_where_there_are_any() {
        let mut tally = Tally::passed();
        assert_eq!(tally.to_string(), "1 passed, 0 failed");
        tally.add(Tally::skipped("volume", "no cluster"));
        assert_eq!(tally.to_string(), "1 passed, 0 failed, 1 skipped");
    }

    #[test]
    fn the_summary_has_the_message_of_a_panic_and_the_error_of_a_command() {
        assert_eq!(
            headline("thread 'broken' (1) panicked at src/lib.rs:1:1:\nno such volume\n  left: 1"),
            "no such volume"
        );
        assert_eq!(headline("   Compiling podwright\nerror[E0433]: no\n --> x"), "error[E0433]: no");
        assert_eq!(headline("no cluster"), "no cluster");
    }

    #[test]
    fn a_refused_skip_is_a_failure_that_keeps_its_reason() {
        let mut tally = Tally::skipped("volume", "no cluster");
        tally.refuse_skips(&["(zot)".to_owned()]);
        assert_eq!(tally, Tally::failed("volume", "skipped: no cluster"));
    }

    #[test]
    fn what_may_be_skipped_stays_named_and_counted() {
        let mut tally = Tally::skipped("an_image_arrives (zot)", "not here");
        tally.refuse_skips(&["(zot)".to_owned()]);
        assert_eq!(tally, Tally::skipped("an_image_arrives (zot)", "not here"));
    }
}
