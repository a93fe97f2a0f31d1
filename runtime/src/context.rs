//! Where a task's function finds itself: the run that it belongs to and how that run starts other tasks.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use crate::call::Overrides;
use crate::error::Result;
use crate::execute;
use crate::local::LocalRunner;
use crate::task::TaskDef;

/// A call of a task that is to be run.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) task: &'static TaskDef,
    pub(crate) input: Value,
    pub(crate) overrides: Overrides,
}

/// The result of a call, some time later.
pub(crate) type Pending = Pin<Box<dyn Future<Output = Result<Value>> + Send>>;

/// What runs calls: this process, or a cluster.
pub(crate) trait Runner: Send + Sync {
    /// Runs one call to its end.
    fn run(self: Arc<Self>, request: Request) -> Pending;

    /// The directory of a mounted volume; `template_path` is the path in the template that was looked up.
    fn mount_path(&self, volume: &str, template_path: &str) -> Result<PathBuf>;
}

/// The surroundings of one action.
pub(crate) struct Context {
    runner: Arc<dyn Runner>,
}

static OF_PROCESS: OnceLock<Arc<Context>> = OnceLock::new();

tokio::task_local! {
    static CURRENT: Arc<Context>;
}

impl Context {
    pub(crate) fn new(runner: Arc<dyn Runner>) -> Arc<Self> {
        Arc::new(Self { runner })
    }

    /// Makes it the surroundings of everything in this process that has no nearer ones: what a task spawns, for example.
    pub(crate) fn of_process(self: Arc<Self>) {
        // A second one is a second run in one process, of a test for example: its tasks have their own.
        let _ = OF_PROCESS.set(self);
    }

    /// Runs a call from here.
    pub(crate) fn call(&self, task: &'static TaskDef, input: Value, overrides: Overrides) -> Pending {
        self.runner.clone().run(Request { task, input, overrides })
    }
}

/// The surroundings of the caller; without any (a unit test that awaits a task) a local run.
pub(crate) fn current() -> Arc<Context> {
    CURRENT
        .try_with(Arc::clone)
        .ok()
        .or_else(|| OF_PROCESS.get().cloned())
        .unwrap_or_else(|| Context::new(Arc::new(LocalRunner::default())))
}

/// Runs a future in these surroundings.
pub(crate) fn within<F: Future>(context: Arc<Context>, future: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(context, future)
}

/// Runs a function in these surroundings.
pub(crate) fn within_sync<T>(context: Arc<Context>, function: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(context, function)
}

pub(crate) fn mount_path(volume: &str, template_path: &str) -> PathBuf {
    match current().runner.mount_path(volume, template_path) {
        Ok(path) => path,
        Err(error) if cfg!(panic = "abort") => execute::end(&error),
        // Unwinds to where the task's function was called, which takes the error for the task's own; no panic is reported.
        Err(error) => std::panic::resume_unwind(Box::new(error)),
    }
}
