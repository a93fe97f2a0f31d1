//! What is said of a run that is followed, on stderr: how far it is, its log, and how it failed.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use podwright_launch::Error as ClusterError;
use podwright_launch::observe::{Event, Observer};

use super::program;
use crate::error::{Error, Kind};
use crate::pod::logged;
use crate::progress::{self, Level, detail, say, says, stage};
use crate::submit::outcome;

/// How many lines of the log are remembered: more than an error with its causes has.
const REMEMBERED: usize = 200;

/// Says what happens to a run, and knows whether it was sent and what its log has said of its end. Lines of the task's log come
/// as they are, a sidecar's behind its name.
#[derive(Debug, Default)]
pub(super) struct Following {
    sent: AtomicBool,
    /// The last lines of the primary container's log that were shown.
    log: Mutex<VecDeque<String>>,
}

impl Following {
    /// Whether the run's Job is in the cluster.
    pub(super) fn was_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    /// The failure of a run as it is still to be said: in short where the log that was shown has it.
    pub(super) fn verdict(&self, run: &str, error: Error) -> Error {
        if !self.has_shown(&error) {
            return error;
        }
        Error::new(error.kind(), format!("the run `{run}` failed: {}", in_short(error.kind())))
            .with_help(format!("its log above says why; `{} logs {run}` prints it again", program()))
    }

    fn has_shown(&self, error: &Error) -> bool {
        logged::says(self.log().iter().map(String::as_str), error)
    }

    fn log(&self) -> MutexGuard<'_, VecDeque<String>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, line: &str) {
        let mut log = self.log();
        if log.len() == REMEMBERED {
            log.pop_front();
        }
        log.push_back(line.to_owned());
    }
}

fn in_short(kind: Kind) -> &'static str {
    match kind {
        Kind::Error => "its task returned an error",
        Kind::Final => "its task returned an error that is not tried again",
        Kind::Panic => "its task panicked",
        Kind::Timeout => "its task took longer than its timeout",
        Kind::Result => "its result could not be handed over",
        Kind::Mismatch => "its task could not begin",
        _ => "its task failed",
    }
}

impl Observer for Following {
    fn shows(&self) -> bool {
        says(Level::Normal)
    }

    fn event(&self, action: &str, event: Event<'_>) {
        if matches!(event, Event::Created | Event::Adopted) {
            self.sent.store(true, Ordering::Relaxed);
        }
        if !says(Level::Normal) {
            return;
        }
        right_now(&event);
        match event {
            Event::Created => say(&format!("created the job `{action}`")),
            Event::Adopted => say(&format!("taking up the job `{action}`, which exists already")),
            Event::Scheduled { pod, node } => say(&format!("pod {pod} on node {node}")),
            Event::Pulling { image } if !progress::is_live() => say(&pulling(image)),
            Event::Pulling { image } => detail(&pulling(image)),
            Event::Started { .. } => say("the task runs"),
            Event::Log { is_primary: true, line, .. } => {
                self.remember(line);
                let program = program();
                say(&if progress::has_terminal() { shortened(line, &program, action) } else { line.into() });
            }
            Event::Log { container, line, .. } => say(&format!("[{container}] {line}")),
            Event::Waiting(why) => say(&format!("waiting: {} ({})", why.message, why.help)),
            Event::Retrying { failure, failed, retries } => {
                let error = outcome::of_failure(failure.clone());
                let why = if self.has_shown(&error) { String::new() } else { format!(": {error}") };
                say(&format!("attempt {failed} failed{why}; trying again ({failed} of {retries})"));
            }
            Event::LogGap { container } => say(&format!(
                "lines of the log of `{container}` are missing here: the node rotated it while the API server was away"
            )),
            Event::LogGone { pod, container } => {
                say(&format!("the pod `{pod}` is gone, and with it the rest of the log of `{container}`"));
            }
            Event::LogCut => {
                say(&format!(
                    "the last lines of the log did not come; `{} logs {action}` may show them",
                    program()
                ));
            }
            Event::RunsOn { pod, error } => {
                detail(&format!("the sidecars of pod {pod} run on until the pod's deadline: {error}"));
            }
            Event::GoesOn { error } => say(&format!(
                "the job `{action}` could not be ended, and may still start; `{} abort {action}` ends it: {error}",
                program()
            )),
            Event::Disconnected(why) => {
                let state = if matches!(why, ClusterError::Busy { .. }) { "busy" } else { "away" };
                say(&format!("the API server is {state}, and is asked again until it answers: {why}"));
            }
            Event::Reconnected => say("the API server answers again"),
            _ => {}
        }
    }
}

fn pulling(image: &str) -> String {
    format!("pulling the image {image}")
}

/// What the run waits for from here on.
fn right_now(event: &Event<'_>) {
    match event {
        Event::Created | Event::Adopted => stage("waiting for a node"),
        Event::Scheduled { node, .. } => stage(&format!("starting the pod on {node}")),
        Event::Pulling { image } => stage(&pulling(image)),
        Event::Started { .. } => stage("running the task"),
        Event::Retrying { .. } => stage("waiting for the next attempt"),
        _ => {}
    }
}

/// A line as a terminal shows it: a result that only the log keeps can be larger than anybody reads there.
fn shortened<'l>(line: &'l str, program: &str, run: &str) -> Cow<'l, str> {
    const ROOM: usize = 1000;
    if !line.starts_with(logged::RESULT) || line.len() <= ROOM {
        return line.into();
    }
    let (shown, rest) =
        line.split_at((0..=ROOM).rev().find(|at| line.is_char_boundary(*at)).unwrap_or_default());
    format!("{shown}… ({} bytes more; `{program} logs {run}` prints all of it)", rest.len()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(following: &Following, line: &str) {
        following.remember(line);
    }

    #[test]
    fn what_the_log_has_said_is_not_said_again() {
        let following = Following::default();
        let error = || Error::msg("no model").with_causes(vec!["no file".into()]);
        assert_eq!(following.verdict("r", error()).to_string(), "no model");
        for line in ["before", "error: no model", "  caused by: no file", "after"] {
            log(&following, line);
        }
        let short = following.verdict("r", error());
        assert_eq!(short.to_string(), "the run `r` failed: its task returned an error");
        assert!(short.kind() == Kind::Error && short.causes().next().is_none());
        assert!(short.help().unwrap().contains("logs r` prints it again"), "{short:?}");
    }

    #[test]
    fn a_log_is_remembered_for_its_last_lines() {
        let following = Following::default();
        log(&following, "error: old");
        (0..REMEMBERED).for_each(|_| log(&following, "x"));
        assert_eq!(following.verdict("r", Error::msg("old")).to_string(), "old");
    }

    #[test]
    fn a_large_result_in_a_log_is_cut_with_where_all_of_it_is() {
        let line = format!("{}{}", logged::RESULT, "ü".repeat(5000));
        let shown = shortened(&line, "app", "r");
        assert!(shown.len() < 1100 && shown.contains("bytes more; `app logs r` prints all of it"), "{shown}");
        let other = "x".repeat(5000);
        assert_eq!(shortened(&other, "app", "r"), other);
    }
}
