//! `runs`, `get`, `logs`, `wait` and `abort`: runs that were started.

use std::cell::Cell;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use podwright_launch::observe::{Event, Observer};
use podwright_launch::runs::{self, ActionState, State};
use podwright_launch::{Cluster, Logs};
use serde_json::{Value, json};

use super::following::Following;
use super::table::{self, Heading};
use super::{block_on, connect, logs as wanted, or_left};
use crate::command_line::output::{self, Format};
use crate::error::{Error, Result};
use crate::names::nearest;
use crate::progress::say;
use crate::settings::Settings;
use crate::submit::outcome;

/// `runs`.
pub(super) fn list(settings: &Settings, matches: &ArgMatches) -> Result<ExitCode> {
    let (found, namespace) = block_on(async {
        let cluster = connect(settings).await?;
        let found = runs::list(&cluster).await.map_err(outcome::of_cluster)?;
        Ok::<_, Error>((found, cluster.namespace().to_owned()))
    })?;
    let format = output::format(matches);
    if found.is_empty() && format == Format::Text {
        say(&format!("there are no runs in the namespace `{namespace}`"));
    } else {
        print(&found, Heading::Run, format);
    }
    Ok(ExitCode::SUCCESS)
}

/// `get RUN`.
pub(super) fn get(settings: &Settings, matches: &ArgMatches, run: &str) -> Result<ExitCode> {
    let found = block_on(async {
        let cluster = connect(settings).await?;
        of_run(&cluster, run, runs::get(&cluster, run).await).await
    })?;
    print(&found, Heading::Action, output::format(matches));
    Ok(ExitCode::SUCCESS)
}

fn print(actions: &[ActionState], heading: Heading, format: Format) {
    if format == Format::Text {
        for line in table::lines(heading, actions) {
            output::line(&line);
        }
    } else {
        output::value(&Value::Array(actions.iter().map(describe).collect()), format);
    }
}

fn describe(action: &ActionState) -> Value {
    json!({
        "name": action.name,
        "task": action.task,
        "parent": action.parent,
        "state": action.state.as_str(),
        "failed": action.failed,
        "created": action.created.map(|created| created.to_string()),
        "why": action.why,
    })
}

/// `wait RUN`.
pub(super) fn wait(settings: &Settings, matches: &ArgMatches, run: &str) -> Result<ExitCode> {
    let format = output::format(matches);
    let value = block_on(async {
        let cluster = connect(settings).await?;
        let observer = Arc::new(Following::default());
        let is_there = Cell::new(true);
        or_left(run, || is_there.get(), async {
            let ended = runs::wait(&cluster, run, observer.clone(), wanted(matches)).await;
            is_there.set(!ended.as_ref().is_err_and(is_unknown));
            let value = outcome::value(of_run(&cluster, run, ended).await?);
            value.map_err(|error| if format == Format::Text { observer.verdict(run, error) } else { error })
        })
        .await
    })?;
    output::value(&value, format);
    Ok(ExitCode::SUCCESS)
}

/// `logs RUN`: the log so far and, with `--follow`, what comes.
pub(super) fn logs(settings: &Settings, matches: &ArgMatches, run: &str) -> Result<ExitCode> {
    let sidecars = matches.get_flag("sidecar-logs");
    block_on(async {
        let cluster = connect(settings).await?;
        let observer: Arc<dyn Observer> = Arc::new(Printing { names: sidecars });
        let logs = if sidecars { Logs::All } else { Logs::Primary };
        let is_there = Cell::new(true);
        or_left(run, || is_there.get(), async {
            let printed = if matches.get_flag("follow") {
                runs::wait(&cluster, run, observer, logs).await.map(drop)
            } else {
                runs::logs(&cluster, run, observer, logs).await
            };
            is_there.set(!printed.as_ref().is_err_and(is_unknown));
            of_run(&cluster, run, printed).await
        })
        .await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What came of asking for a run. Where there is none, the error names the one whose name is most like it.
async fn of_run<T>(cluster: &Cluster, run: &str, came: Result<T, podwright_launch::Error>) -> Result<T> {
    const ALIKE: f64 = 0.9;
    let error = match came {
        Ok(came) => return Ok(came),
        Err(error) => error,
    };
    let is_unknown = is_unknown(&error);
    let error = outcome::of_cluster(error);
    let help = error.help().unwrap_or_default().to_owned();
    let known = if is_unknown { runs::list(cluster).await.unwrap_or_default() } else { Vec::new() };
    Err(match nearest(run, known.iter().map(|run| run.name.as_str()), ALIKE) {
        Some(nearest) => error.with_help(format!("did you mean `{nearest}`? {help}")),
        None => error,
    })
}

fn is_unknown(error: &podwright_launch::Error) -> bool {
    matches!(error, podwright_launch::Error::NotFound { .. })
}

/// Prints logs on stdout: they are what the command was asked for.
struct Printing {
    names: bool,
}

impl Observer for Printing {
    fn event(&self, _: &str, event: Event<'_>) {
        match event {
            Event::Log { container, line, .. } if self.names => {
                output::line(&format!("[{container}] {line}"));
            }
            Event::Log { line, .. } => output::line(line),
            Event::LogGap { container } => {
                say(&format!("lines of the log of `{container}` are missing here"));
            }
            Event::LogGone { pod, container } => {
                say(&format!("the pod `{pod}` is gone, and with it the rest of the log of `{container}`"));
            }
            Event::LogCut => say("the last lines of the log did not come"),
            _ => {}
        }
    }
}

/// `abort RUN`.
pub(super) fn abort(settings: &Settings, run: &str) -> Result<ExitCode> {
    let ended = block_on(async {
        let cluster = connect(settings).await?;
        of_run(&cluster, run, runs::abort(&cluster, run).await).await
    })?;
    output::line(&aborted(run, &ended));
    Ok(ExitCode::SUCCESS)
}

/// What was done to the run: ended or, where it had ended by itself, taken out of the cluster. Its root action comes first.
fn aborted(run: &str, actions: &[ActionState]) -> String {
    let what = match actions {
        [_] => "1 action with its pods".to_owned(),
        several => format!("{} actions with their pods", several.len()),
    };
    match actions.first().map(|root| root.state) {
        Some(state @ (State::Succeeded | State::Failed)) => {
            format!(
                "the run `{run}` had {} already; removed its record: {what}, log and result",
                state.as_str()
            )
        }
        _ => format!("ended the run `{run}`: removed {what} and log"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(state: State) -> ActionState {
        let (name, task) = ("r".to_owned(), "t".to_owned());
        ActionState { name, task, parent: None, state, failed: 0, created: None, why: None }
    }

    #[test]
    fn an_abort_says_how_many_actions_and_whether_the_run_had_ended() {
        assert_eq!(
            aborted("r", &[action(State::Running)]),
            "ended the run `r`: removed 1 action with its pods and log"
        );
        assert_eq!(
            aborted("r", &[action(State::Failed), action(State::Succeeded)]),
            "the run `r` had failed already; removed its record: 2 actions with their pods, log and result"
        );
    }
}
