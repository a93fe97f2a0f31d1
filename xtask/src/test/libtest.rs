//! What `cargo test -- --show-output` wrote, as a tally.
//!
//! Two lines that tests print are read too: `skipped: NAME: REASON` for what cannot run on this machine, and
//! `cases: NAME: COUNT` for how many cases a table had.

use super::tally::{Remark, Tally};

/// How much of what a failed test wrote is kept.
const LINES: usize = 25;

/// Counts what one `cargo test` wrote.
pub(super) fn count(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        count_line(line, &mut tally);
    }
    for remark in &mut tally.failed {
        if let Some(said) = said_by(&remark.name, output) {
            remark.reason = said;
        }
    }
    // Such a test returned, so that libtest counted it as passed.
    tally.passed = tally.passed.saturating_sub(tally.skipped.len());
    tally
}

fn count_line(line: &str, tally: &mut Tally) {
    if let Some(rest) = line.strip_prefix("test result: ") {
        tally.passed += number_before(rest, " passed");
    } else if let Some(test) = line.strip_prefix("test ") {
        count_test(test, tally);
    } else if let Some((name, reason)) = line.strip_prefix("skipped: ").and_then(|rest| rest.split_once(": "))
    {
        tally.skipped.push(Remark::new(name, reason));
    } else if let Some((name, "0")) = line.strip_prefix("cases: ").and_then(|rest| rest.rsplit_once(": ")) {
        tally.failed.push(Remark::new(name, "a table with no cases"));
    } else if line.contains("There are no trybuild tests enabled yet") {
        tally.failed.push(Remark::new("trybuild", "a table with no cases"));
    } else if line.contains("process didn't exit successfully") && line.contains("(signal:") {
        tally.failed.push(Remark::new("a test program", line.trim()));
    }
}

fn count_test(test: &str, tally: &mut Tally) {
    // trybuild writes such lines too, with brackets before the dots; its cases are one test of libtest.
    let Some((name, end)) = test.rsplit_once(" ... ").filter(|(name, _)| !name.ends_with(']')) else {
        return;
    };
    match end.split(',').next() {
        Some("FAILED") => tally.failed.push(Remark::new(name, "it said nothing")),
        Some("ignored") => tally.failed.push(Remark::new(name, "it is ignored, and here every test runs")),
        _ => (),
    }
}

/// What a failed test wrote.
fn said_by(name: &str, output: &str) -> Option<String> {
    let (_, after) = output.rsplit_once(&format!("\n---- {name} stdout ----\n"))?;
    let end = after.find("\n---- ").or_else(|| after.find("\nfailures:\n")).unwrap_or(after.len());
    let lines: Vec<&str> =
        after[..end].trim().lines().filter(|line| !line.starts_with("note: run with")).collect();
    Some(lines[..lines.len().min(LINES)].join("\n"))
}

/// The number that stands before a word, 0 where there is none.
fn number_before(text: &str, word: &str) -> usize {
    let number = text.split_once(word).and_then(|(before, _)| before.rsplit(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
running 4 tests
test names::a_label_is_refused ... ok
test volume::reads ... ok
test other ... ignored, takes long
test broken ... FAILED

successes:

---- volume::reads stdout ----
skipped: volume::reads: no cluster: why
cases: structure: 12
cases: formats: 0

failures:

---- broken stdout ----

thread 'broken' panicked at src/lib.rs:1:1:
no such volume
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace

failures:
    broken

test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
test ui/mount/unknown.rs [should fail to compile] ... ok
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
";

    #[test]
    fn skips_ignored_tests_and_empty_tables_are_told_apart() {
        let tally = count(OUTPUT);
        assert_eq!(tally.passed, 4);
        assert_eq!(tally.skipped, [Remark::new("volume::reads", "no cluster: why")]);
        let failed: Vec<&str> = tally.failed.iter().map(|remark| remark.name.as_str()).collect();
        assert_eq!(failed, ["other", "broken", "formats"]);
        assert_eq!(tally.failed[1].reason, "thread 'broken' panicked at src/lib.rs:1:1:\nno such volume");
    }

    #[test]
    fn a_test_program_that_crashed_is_a_failure() {
        let output = "  process didn't exit successfully: `target/debug/deps/x` (signal: 11, SIGSEGV: invalid memory reference)";
        assert_eq!(count(output).failed.len(), 1);
    }
}
