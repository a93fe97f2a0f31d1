//! The program as a pod's primary container: it is told what to do by its environment, runs the task, and says how it ended
//! in a framed report.

mod ending;
pub(crate) mod logged;
mod runner;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use podwright_launch::wire::{self, Order, Report};
use podwright_launch::{Failure, FailureKind, digest};
use serde_json::Value;

use crate::asynchronous;
use crate::catalog::Catalog;
use crate::context::Context;
use crate::error::{Error, Kind, Result};
use crate::execute;
use crate::submit::plan::Settings;
use runner::PodRunner;

/// What this process was told to do, where it was started by a launcher.
pub(crate) fn order() -> Option<String> {
    std::env::var(wire::ORDER).ok()
}

/// Does what it was told, and gives the status that Kubernetes is to see.
pub(crate) fn main(order: &str, catalog: &Catalog) -> ExitCode {
    let order: Order = match serde_json::from_str(order) {
        Ok(order) => order,
        Err(why) => {
            let error = Error::new(
                Kind::Mismatch,
                format!("the launcher of another version started this program: {why}"),
            );
            return ending::without_order(&error);
        }
    };
    let runtime = match asynchronous::runtime() {
        Ok(runtime) => runtime,
        Err(error) => return ending::without_order(&error),
    };
    asynchronous::is_main(&runtime);
    ending::prepare(order.message_budget);
    let status = runtime.block_on(async {
        let result = tokio::select! {
            result = run(&order, catalog) => result,
            () = ending::terminated() => return ending::on_termination(),
        };
        ending::report(&order, result).await
    });
    runtime.shutdown_background();
    status
}

async fn run(order: &Order, catalog: &Catalog) -> Result<Value> {
    let settings: Settings = serde_json::from_value(order.settings.clone()).map_err(|why| {
        Error::new(Kind::Mismatch, format!("the launcher of another version started this program: {why}"))
    })?;
    if digest::hex(&catalog.signature()) != settings.run.catalog {
        return Err(Error::new(
            Kind::Mismatch,
            format!("the image holds another build of this program, with other tasks: `{}` was called", order.task),
        )
        .with_help("build the image from the program that submits the run, or leave `--image` and `Image::prebuilt` out"));
    }
    let Some(task) = catalog.get(&order.task) else {
        return Err(Error::new(
            Kind::Mismatch,
            format!("`{}` was called, and is not in the program's list of tasks", order.task),
        )
        .with_help("add its path to `podwright::main!(…)`"));
    };
    let context = Context::new(Arc::new(PodRunner::new(order, &settings)));
    context.clone().of_process();
    let input = input().map_err(|error| error.context("cannot read the task's input"))?;
    let timeout = order.timeout_ms.map(Duration::from_millis);
    execute::attempt(task, input, timeout, context).await
}

fn input() -> Result<Value> {
    let text = match std::env::var(wire::INPUT) {
        Ok(text) => text,
        Err(_) => std::fs::read_to_string(wire::INPUT_FILE)?,
    };
    Ok(serde_json::from_str(&text)?)
}

/// An error as the launcher reads it.
fn failure(error: &Error) -> Failure {
    Failure {
        kind: failure_kind(error.kind()),
        message: error.to_string(),
        causes: error.causes().map(str::to_owned).collect(),
        help: error.help().map(str::to_owned),
    }
}

fn failure_kind(kind: Kind) -> FailureKind {
    match kind {
        Kind::Error | Kind::Infrastructure => FailureKind::Error,
        Kind::Final | Kind::Usage => FailureKind::Final,
        Kind::Panic => FailureKind::Panic,
        Kind::Exit => FailureKind::Exit,
        Kind::Timeout => FailureKind::Timeout,
        Kind::Terminated => FailureKind::Terminated,
        Kind::OutOfMemory => FailureKind::OutOfMemory,
        Kind::Mismatch => FailureKind::Mismatch,
        Kind::Result => FailureKind::Result,
        Kind::NotStarted => FailureKind::NotStarted,
        Kind::Aborted | Kind::Interrupted => FailureKind::Aborted,
    }
}

/// The report of a failure that fits a termination message: its causes are cut first, then the longer of help and message.
fn fitting(mut failure: Failure, budget: usize) -> Report {
    while Report::Failed(failure.clone()).frame().len() > budget {
        if failure.causes.pop().is_some() {
            continue;
        }
        let longest = match &mut failure.help {
            Some(help) if help.len() > failure.message.len() => help,
            _ => &mut failure.message,
        };
        if !halve(longest) {
            break;
        }
    }
    Report::Failed(failure)
}

/// Cuts a text to half of it. Whether that made it shorter.
fn halve(text: &mut String) -> bool {
    const MARK: char = '…';
    let half = text.len() / 2;
    let keep = (0..=half).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    if keep + MARK.len_utf8() >= text.len() {
        return false;
    }
    text.truncate(keep);
    text.push(MARK);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_chain_is_cut_from_its_end_to_fit() {
        let error = Error::msg("top").with_causes(vec!["first".into(), "x".repeat(5000)]);
        let Report::Failed(kept) = fitting(failure(&error), 4096) else { panic!("a failure") };
        assert_eq!((kept.message.as_str(), kept.causes), ("top", vec!["first".to_owned()]));
    }

    #[test]
    fn a_long_help_is_cut_before_a_message_that_is_short() {
        let report = fitting(failure(&Error::msg("top").with_help("x".repeat(5000))), 4096);
        assert!(report.frame().len() <= 4096);
        let Report::Failed(kept) = report else { panic!("a failure") };
        assert!(kept.message == "top" && kept.help.unwrap().ends_with('…'));
    }

    #[test]
    fn what_can_never_fit_is_left_as_short_as_it_gets() {
        let Report::Failed(kept) = fitting(failure(&Error::msg("m".repeat(50))), 1) else {
            panic!("a failure")
        };
        assert!(kept.message.len() < 8, "{kept:?}");
    }

    #[test]
    fn a_long_message_is_cut_at_a_character() {
        let report = fitting(failure(&Error::msg("ü".repeat(4000))), 300);
        assert!(report.frame().len() <= 300);
        let Report::Failed(kept) = report else { panic!("a failure") };
        assert!(kept.message.starts_with("üü") && kept.message.ends_with('…'));
    }
}
