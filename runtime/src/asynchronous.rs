//! The async runtime that commands and pods run on.

use tokio::runtime::{Builder, Runtime};

use crate::error::{Error, Result};

/// A runtime of this process.
pub(crate) fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Error::from(why).context("cannot start the async runtime"))
}

/// Runs to its end on a runtime of its own. A sync task's body that was interrupted, or whose timeout passed, may run on;
/// nothing waits for it.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = runtime()?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}
