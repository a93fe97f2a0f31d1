//! What a task may give.

use std::fmt;
use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::parameter::Argument;
use super::{Running, TaskDef, json};
use crate::call::{self, Call};
use crate::error::{Error, Kind, Result};

/// A value that a task can give: `serde::Serialize` and `serde::Deserialize`, without borrowing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a task's result: it does not travel as JSON",
    label = "not a result",
    note = "derive `serde::Serialize` and `serde::Deserialize` for it"
)]
pub trait Output: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> Output for T {}

/// What a task can fail with: a `std::error::Error`, or what becomes one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a task's error",
    label = "not an error",
    note = "implement `std::error::Error` for it, or write `podwright::Result<T>`, which takes every error"
)]
pub trait TaskError: Into<Box<dyn std::error::Error + Send + Sync>> {}

#[diagnostic::do_not_recommend]
impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> TaskError for E {}

/// The return type of a task: a `Result`.
#[diagnostic::on_unimplemented(
    message = "a task returns a `Result`, and `{Self}` is none",
    label = "not a task's return type",
    note = "write `-> podwright::Result<T>`, with a `T` that serde can serialize and deserialize"
)]
pub trait TaskResult {
    /// What the task gives when it succeeds.
    type Value;
    /// What it gives when it fails.
    type Error;

    /// The result itself.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

impl<T, E> TaskResult for Result<T, E> {
    type Value = T;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}

/// How a task's return type travels. Only `#[task]` makes one.
///
/// It asks for [`Output`] once, where it is made, so that a type which cannot travel is one error.
pub struct Returns<R> {
    type_name: &'static str,
    into_json: fn(R) -> Result<Value>,
}

/// How `R`, written as `type_name`, travels. `V` and `E` are its two types, which the macro names so that what is wrong with
/// one of them is said where it was written.
pub const fn returns<R: TaskResult<Value = V, Error = E>, V: Output, E: TaskError>(
    type_name: &'static str,
) -> Returns<R> {
    Returns { type_name, into_json }
}

fn into_json<R: TaskResult<Value = V, Error = E>, V: Output, E: TaskError>(result: R) -> Result<Value> {
    let value = result.into_result().map_err(|error| Error::from_boxed(error.into()))?;
    json::write(&value).map_err(|why| {
        Error::new(Kind::Result, format!("the result does not serialize: {why}")).with_help(why.help())
    })
}

impl<R> fmt::Debug for Returns<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.type_name)
    }
}

impl<R: 'static> Returns<R> {
    /// The body of an async function.
    pub fn asynchronous(&'static self, body: impl Future<Output = R> + Send + 'static) -> Running {
        Running::Async(Box::pin(async { (self.into_json)(body.await) }))
    }

    /// The body of a function that blocks.
    pub fn blocking(&'static self, body: impl FnOnce() -> R + Send + 'static) -> Running {
        Running::Sync(Box::new(|| (self.into_json)(body())))
    }

    /// A call of the task.
    pub fn call<V, const N: usize>(
        &'static self,
        task: &'static TaskDef,
        arguments: [Argument; N],
    ) -> Call<V> {
        let input: Result<Map<String, Value>> = arguments
            .into_iter()
            .map(|argument| argument.value.map(|value| (argument.name.to_owned(), value)))
            .collect();
        call::call(task, input.map(Value::Object))
    }
}
