//! A call of a task, not yet made.

use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::time::Duration;

use serde_json::Value;

use crate::error::{Error, Kind, Result};
use crate::resources::Resources;
use crate::task::{Output, TaskDef};
use crate::template::PodTemplate;
use crate::{asynchronous, context};

/// A call of a task: awaited, it runs in this process where the run is local, and as a Kubernetes Job where it is remote.
///
/// It is lazy. Its methods change this one call and merge with what the task and its environment say: what they do not
/// name stays.
#[must_use = "a call does nothing until it is awaited; a sync task calls `.wait()`"]
pub struct Call<T> {
    task: &'static TaskDef,
    input: Result<Value>,
    overrides: Overrides,
    gives: PhantomData<fn() -> T>,
}

/// What one call, or the command line, changes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) retries: Option<u32>,
    pub(crate) timeout: Option<Duration>,
    /// `requests` or `limits`, the resource, the quantity.
    pub(crate) resources: Vec<(&'static str, String, String)>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) template: Option<&'static PodTemplate>,
    pub(crate) image: Option<String>,
}

/// What a task's function returns.
pub(crate) fn call<T>(task: &'static TaskDef, input: Result<Value>) -> Call<T> {
    Call { task, input, overrides: Overrides::default(), gives: PhantomData }
}

impl<T: Output> Call<T> {
    /// How often the call is tried again.
    pub fn retries(mut self, retries: u32) -> Self {
        self.overrides.retries = Some(retries);
        self
    }

    /// How long one attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.overrides.timeout = Some(timeout);
        self
    }

    /// What the primary container asks for, over what template and environment say.
    pub fn resources(mut self, resources: Resources) -> Self {
        let entries = resources.entries().into_iter();
        self.overrides.resources.extend(
            entries.map(|(list, resource, quantity)| (list, resource.to_owned(), quantity.to_owned())),
        );
        self
    }

    /// An environment variable of the primary container.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.overrides.env.push((name.into(), value.into()));
        self
    }

    /// Another pod template.
    pub fn pod_template(mut self, template: &'static PodTemplate) -> Self {
        self.overrides.template = Some(template);
        self
    }

    /// Makes the call and blocks until it has ended: for a sync task, whose body runs on a thread that may block.
    ///
    /// # Panics
    ///
    /// On a thread of the async runtime, where blocking would stop other work: `.await` there.
    pub fn wait(self) -> Result<T> {
        match tokio::runtime::Handle::try_current() {
            Ok(handle) => handle.block_on(self.into_future()),
            Err(_) => asynchronous::block_on_from_elsewhere(self.into_future()),
        }
    }
}

impl<T: Output> IntoFuture for Call<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { task, input, overrides, .. } = self;
        // Taken here and not in the future: what a task spawns still belongs to the task that made the call.
        let context = context::current();
        Box::pin(async move {
            let value = context.call(task, input?, overrides).await?;
            serde_json::from_value(value).map_err(|why| {
                Error::new(
                    Kind::Mismatch,
                    format!("`{}` gave something else than its type says: {why}", task.name),
                )
            })
        })
    }
}
