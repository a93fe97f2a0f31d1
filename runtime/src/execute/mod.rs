//! Runs a task's function once: its timeout, its panics, its attempt to end the process.

mod exit;
mod panics;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::context::{self, Context};
use crate::error::{Error, Kind, Result};
use crate::task::{Running, TaskDef};

pub(crate) use exit::{end, guard as guard_exit};
#[cfg(feature = "cluster")]
pub(crate) use panics::{NO_TEXT, PANICKED, text as panic_text};

/// One attempt at a call, in this process and these surroundings.
pub(crate) async fn attempt(
    task: &'static TaskDef,
    input: Value,
    timeout: Option<Duration>,
    context: Arc<Context>,
) -> Result<Value> {
    panics::record();
    let _inside = exit::enter(task.name);
    let running = match (task.run)(input)? {
        Running::Async(future) => tokio::spawn(panics::watched(context::within(context, future))),
        Running::Sync(function) => tokio::task::spawn_blocking(move || {
            panics::watched_sync(|| context::within_sync(context, function))
        }),
    };
    let abort = AbortOnDrop(running.abort_handle());
    let joined = match timeout {
        None => running.await,
        Some(limit) => match tokio::time::timeout(limit, running).await {
            Ok(joined) => joined,
            Err(_) => return Err(timed_out(task, limit)),
        },
    };
    drop(abort);
    joined.unwrap_or_else(|gone| {
        let message = if gone.is_panic() { "the task panicked" } else { "the task was cancelled" };
        Err(Error::new(Kind::Panic, message))
    })
}

fn timed_out(task: &TaskDef, limit: Duration) -> Error {
    Error::new(Kind::Timeout, format!("`{}` took longer than its timeout of {limit:?}", task.name))
        .with_help("give it more: `#[task(timeout = \"…\")]`, `.timeout(…)` of the call, or `--timeout`")
}

/// An async function ends when nobody waits for it any more: the timeout has passed or the run was given up.
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
