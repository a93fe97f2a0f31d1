//! A task as the program knows it: what `#[task]` registers, and the types that it may take and give.

mod finite;
mod json;
mod parameter;
mod result;

use std::pin::Pin;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::environment::TaskEnvironment;
use crate::error::{self, Error, Result};
use crate::template::Place;

pub use parameter::{AnyParameter, Argument, Input, Parameter, parameter};
pub use result::{Output, Returns, TaskError, TaskResult, returns};

/// A function marked `#[task]`. Only the macro writes it.
#[derive(Debug)]
pub struct TaskDef {
    /// The name that it is run by.
    pub name: &'static str,
    /// The crate that it is in.
    pub crate_name: &'static str,
    /// The version of the crate that it is in.
    pub crate_version: &'static str,
    /// The repository that the crate's manifest names; empty where it names none.
    pub repository: &'static str,
    /// Where its name stands.
    pub place: Place,
    /// Its doc comment.
    pub doc: &'static str,
    /// Its environment.
    pub env: &'static TaskEnvironment,
    /// How often it is tried again; `None` where the attribute does not say.
    pub retries: Option<u32>,
    /// How long an attempt may take, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// Its parameters, in their order.
    pub parameters: &'static [&'static dyn AnyParameter],
    /// Its result's type, as it was written.
    pub result_type: &'static str,
    /// Calls the function with its parameters from a JSON object.
    pub run: fn(Value) -> Result<Running>,
}

/// The type that stands for a task beside its function, and is found by the task's path.
pub trait Listed {
    /// The task.
    const TASK: &'static TaskDef;
}

impl TaskDef {
    pub(crate) fn timeout(&self) -> Option<Duration> {
        self.timeout_ms.map(Duration::from_millis)
    }

    /// An object with a value for each parameter: defaults filled in, each value checked for its type.
    pub(crate) fn complete(&self, mut given: Map<String, Value>) -> Result<Value> {
        let mut complete = Map::new();
        for parameter in self.parameters {
            let name = parameter.name();
            let value = match (given.remove(name), parameter.default()) {
                (Some(value), _) => value,
                (None, Some(default)) => default?,
                (None, None) if parameter.optional() => Value::Null,
                (None, None) => {
                    return Err(mismatch(format!("`{}` needs a value for `{name}`", self.name)));
                }
            };
            parameter.check(&value).map_err(|why| {
                mismatch(format!("`{name}` of `{}` is no `{}`: {why}", self.name, parameter.type_name()))
            })?;
            complete.insert(name.to_owned(), value);
        }
        match given.keys().next() {
            Some(unknown) => Err(mismatch(format!("`{}` has no parameter `{unknown}`", self.name))),
            None => Ok(Value::Object(complete)),
        }
    }
}

fn mismatch(message: String) -> Error {
    Error::new(error::Kind::Mismatch, message)
}

/// A call of a task's function that has begun, or is about to.
pub enum Running {
    /// The future of an async function.
    Async(Pin<Box<dyn Future<Output = Result<Value>> + Send>>),
    /// A function that blocks.
    Sync(Box<dyn FnOnce() -> Result<Value> + Send>),
}
