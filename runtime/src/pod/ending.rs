//! How the program in a pod ends: the report is written where the kubelet reads it, and the exit status agrees with it.

use std::fs;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

use podwright_launch::wire::{self, Order, Report};
use serde_json::Value;

use super::{failure, fitting, logged};
use crate::error::{Error, Kind, Result};
use crate::execute;

/// What a report may be long where no order says it.
const SMALL: usize = 1024;
static BUDGET: AtomicUsize = AtomicUsize::new(SMALL);
const FAILED: u8 = 1;
/// What a shell gives for a process that SIGTERM ended: not 0, which Kubernetes would count as success.
const ON_SIGTERM: u8 = 143;

/// Has the process report a task that ends it.
pub(super) fn prepare(budget: usize) {
    BUDGET.store(budget, Ordering::Relaxed);
    execute::guard_exit(reported);
}

/// The end of a program that could not read its order.
pub(super) fn without_order(error: &Error) -> ExitCode {
    failed(error)
}

/// Ends when Kubernetes asks the pod to end: a deadline, an eviction, an abort.
#[cfg(unix)]
pub(super) async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => _ = signal.recv().await,
        // Without the handler, the process is ended by the kubelet after the grace period.
        Err(_) => std::future::pending().await,
    }
}

/// Pods run Linux: on a Windows the program is never asked to end.
#[cfg(not(unix))]
pub(super) async fn terminated() {
    std::future::pending().await
}

/// The end of a task that was not done when the pod had to end.
pub(super) fn on_termination() -> ExitCode {
    let error = Error::new(Kind::Terminated, "the pod was ended before the task was done");
    write(&fitting(failure(&error), BUDGET.load(Ordering::Relaxed)));
    ExitCode::from(ON_SIGTERM)
}

/// The end of a task that is done.
pub(super) async fn report(order: &Order, result: Result<Value>) -> ExitCode {
    let result = match result {
        Ok(value) => handed_over(order, value).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(report) => {
            write(&report);
            ExitCode::SUCCESS
        }
        Err(error) => failed(&error),
    }
}

/// A result goes into the termination message where it fits, else into a ConfigMap.
async fn handed_over(order: &Order, value: Value) -> Result<Report> {
    let inline = Report::Returned(value.clone());
    if inline.frame().len() <= order.message_budget {
        return Ok(inline);
    }
    let stored = super::runner::store(order, &value).await;
    if stored.is_err() {
        say_result(&value);
    }
    stored
}

#[expect(clippy::print_stderr, reason = "the log is the last place where a result is not lost")]
fn say_result(value: &Value) {
    // Like the error that follows: the parts of a long line would come between those of the other stream.
    eprintln!("{}{value}", logged::RESULT);
}

#[expect(clippy::print_stderr, reason = "a pod's log says why its task failed")]
fn failed(error: &Error) -> ExitCode {
    if !error.is_said() {
        eprintln!("{}{error:?}", logged::ERROR);
    }
    ExitCode::from(reported(error))
}

/// Reports a failure, and gives the status that goes with it.
fn reported(error: &Error) -> u8 {
    write(&fitting(failure(error), BUDGET.load(Ordering::Relaxed)));
    match error.kind() {
        Kind::Final | Kind::Usage | Kind::Mismatch | Kind::Result => {
            u8::try_from(wire::EXIT_FINAL).unwrap_or(FAILED)
        }
        _ => FAILED,
    }
}

#[expect(clippy::print_stderr, reason = "the log is what is left where the message cannot be written")]
fn write(report: &Report) {
    if let Err(why) = fs::write(wire::TERMINATION_LOG, report.frame()) {
        eprintln!("cannot write {}: {why}", wire::TERMINATION_LOG);
    }
}
