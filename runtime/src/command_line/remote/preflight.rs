//! The look at the cluster before anything is pushed: takes what it found, says it, and refuses the run where it cannot go.

use podwright_launch::preflight::{self, Draft, Finding, Verdict};
use podwright_launch::{Action, Cluster, job};

use crate::error::{Error, Kind, Result};
use crate::progress::say;
use crate::submit::outcome;

const NOTHING: &str = "nothing was pushed";
/// What may still be made, by an operator for example, can be waited for.
const GO_ON: &str = "nothing was pushed; with `--no-preflight` the pod waits for what is still to come";

/// Looks at what the cluster lacks for an action, and shows all of it at once. `level` is the x86-64 level that the program
/// needs, `follows` whether the run is followed.
pub(super) async fn preflight(
    cluster: &Cluster,
    action: &Action,
    level: Option<&str>,
    follows: bool,
) -> Result<()> {
    let built = job::build(action, cluster.namespace()).map_err(outcome::of_build)?;
    let draft = Draft { built: &built, follows, architectures: &action.pod.architectures, level };
    let findings = preflight::look(cluster, &draft).await.map_err(outcome::of_cluster)?;
    let of = |verdict| findings.iter().filter(move |finding| finding.verdict == verdict);
    for line in lines(of(Verdict::Warning)) {
        say(&format!("warning: {line}"));
    }
    if let Some(line) = not_checked(of(Verdict::NotChecked)) {
        say(&line);
    }
    refused(&of(Verdict::Refused).chain(of(Verdict::Missing)).collect::<Vec<_>>())
}

/// A line for all that the same thing mends.
fn lines<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let mut lines: Vec<(Vec<&str>, &str)> = Vec::new();
    for finding in findings {
        match lines.iter_mut().find(|(_, help)| *help == finding.help) {
            Some((messages, _)) => messages.push(&finding.message),
            None => lines.push((vec![&finding.message], &finding.help)),
        }
    }
    lines.into_iter().map(|(messages, help)| format!("{}: {help}", messages.join("; "))).collect()
}

/// One line for all of it: it is no news to those who live with few rights.
fn not_checked<'a>(findings: impl Iterator<Item = &'a Finding>) -> Option<String> {
    let (mut what, mut why) = (Vec::new(), Vec::new());
    for finding in findings {
        if !what.contains(&finding.message.as_str()) {
            what.push(&finding.message);
        }
        if !why.contains(&finding.help.as_str()) {
            why.push(&finding.help);
        }
    }
    (!what.is_empty()).then(|| format!("not checked: {} ({})", what.join(", "), why.join("; ")))
}

fn refused(findings: &[&Finding]) -> Result<()> {
    let go_on =
        if findings.iter().all(|finding| finding.verdict == Verdict::Missing) { GO_ON } else { NOTHING };
    match findings {
        [] => Ok(()),
        [only] => {
            Err(Error::new(Kind::NotStarted, &only.message).with_help(format!("{}; {go_on}", only.help)))
        }
        all => {
            let message = format!("the run cannot go on this cluster, for {} reasons", all.len());
            let causes = lines(all.iter().copied());
            Err(Error::new(Kind::NotStarted, message).with_causes(causes).with_help(go_on))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(verdict: Verdict, message: &str, help: &str) -> Finding {
        Finding { verdict, message: message.into(), help: help.into() }
    }

    #[test]
    fn what_was_not_checked_is_one_line_with_each_part_and_reason_once() {
        let finding = |message, help| finding(Verdict::NotChecked, message, help);
        let all = [
            finding("a", "no right"),
            finding("b", "no right"),
            finding("c", "no answer"),
            finding("a", "no right"),
        ];
        assert_eq!(not_checked(all.iter()).unwrap(), "not checked: a, b, c (no right; no answer)");
        assert_eq!(not_checked([].iter()), None);
    }

    #[test]
    fn what_mends_several_things_is_said_once() {
        let finding = |message, help| finding(Verdict::Refused, message, help);
        let (one, two, three) = (finding("a", "mend"), finding("b", "other"), finding("c", "mend"));
        assert_eq!(lines([&one, &two, &three].into_iter()), ["a; c: mend", "b: other"]);
    }

    #[test]
    fn all_that_is_refused_is_said_at_once_with_what_to_do() {
        let one = finding(Verdict::Missing, "a is missing", "make a");
        let two = finding(Verdict::Refused, "b is refused", "change b");
        let error = refused(&[&one, &two]).unwrap_err();
        assert_eq!(error.to_string(), "the run cannot go on this cluster, for 2 reasons");
        assert_eq!(error.causes().collect::<Vec<_>>(), ["a is missing: make a", "b is refused: change b"]);
        assert_eq!(error.help(), Some("nothing was pushed"));
        let error = refused(&[&one]).unwrap_err();
        assert_eq!(error.to_string(), "a is missing");
        assert!(
            error.help().unwrap().starts_with("make a; nothing was pushed; with `--no-preflight`"),
            "{error:?}"
        );
    }
}
