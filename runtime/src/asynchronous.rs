//! The async runtime that commands and pods run on.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::{Error, Result};

/// The runtime of the command or the pod. What outlives a call, such as the way to the cluster, lives on it.
static MAIN: OnceLock<Handle> = OnceLock::new();

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
    is_main(&runtime);
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

/// From now on this runtime is that of the process. It has one: what calls itself so later is not.
pub(crate) fn is_main(runtime: &Runtime) {
    let _ = MAIN.set(runtime.handle().clone());
}

/// Runs to its end what a thread of the user's own waits for: on the runtime of the command or the pod, since one of its own would
/// end with the call and take what later calls need with it.
pub(crate) fn block_on_from_elsewhere<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    block_on_from_outside(MAIN.get(), future)
}

fn block_on_from_outside<T>(main: Option<&Handle>, future: impl Future<Output = Result<T>>) -> Result<T> {
    match main {
        Some(main) => main.block_on(future),
        None => runtime()?.block_on(future),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_a_call_from_another_thread_starts_outlives_it() {
        let runtime = runtime().unwrap();
        let long = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            7
        };
        let started = std::thread::scope(|scope| {
            let call = || block_on_from_outside(Some(runtime.handle()), async { Ok(tokio::spawn(long)) });
            scope.spawn(call).join().unwrap().unwrap()
        });
        assert_eq!(runtime.block_on(started).unwrap(), 7);
    }
}
