//! A panic of a task's function, as an error with its message and its place.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe, Location};
use std::sync::Once;

use futures::FutureExt;

use super::exit;
use crate::error::{Error, Kind, Result};

tokio::task_local! {
    static PLACE: RefCell<Option<String>>;
}

/// What the error of a panic begins with; the place follows what was said, in parentheses.
pub(crate) const PANICKED: &str = "the task panicked: ";
/// What is said for a value that is no text, and what `std`'s hook says for it.
pub(crate) const NO_TEXT: (&str, &str) = ("a value that is no text", "Box<dyn Any>");

/// Has every panic inside [`watched`] leave its place behind. Where no panic unwinds, it ends the process with the task's error.
pub(super) fn record() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let place = info.location().map(Location::to_string);
            // Outside a task's function there is nothing to leave it in.
            let _ = PLACE.try_with(|slot| slot.borrow_mut().clone_from(&place));
            before(info);
            if cfg!(panic = "abort") && exit::is_inside() {
                exit::end(&panicked(text(info.payload()), place));
            }
        }));
    });
}

pub(super) async fn watched<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let watched = async {
        match AssertUnwindSafe(future).catch_unwind().await {
            Ok(result) => result,
            Err(payload) => Err(error(payload)),
        }
    };
    PLACE.scope(RefCell::default(), watched).await
}

pub(super) fn watched_sync<T>(function: impl FnOnce() -> Result<T>) -> Result<T> {
    let watched = || match panic::catch_unwind(AssertUnwindSafe(function)) {
        Ok(result) => result,
        Err(payload) => Err(error(payload)),
    };
    PLACE.sync_scope(RefCell::default(), watched)
}

fn error(payload: Box<dyn Any + Send>) -> Error {
    let payload = match payload.downcast::<Error>() {
        // Not a panic: a part of podwright that has no other way out of the function.
        Ok(error) => return *error,
        Err(payload) => payload,
    };
    panicked(text(payload.as_ref()), PLACE.with(RefCell::take))
}

fn panicked(said: &str, place: Option<String>) -> Error {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    // By the panic hook, with its place and, where that is asked for, a backtrace.
    Error::new(Kind::Panic, format!("{PANICKED}{said}{place}")).said()
}

/// What a panic said.
pub(crate) fn text(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or(NO_TEXT.0)
}
