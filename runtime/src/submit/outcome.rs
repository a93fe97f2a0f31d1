//! What the launcher gives back, as a task's result.

use podwright_launch::{Failure, FailureKind, LaunchError, Outcome};
use serde_json::Value;

use crate::error::{Error, Kind, Result};

/// The value of an action, or why there is none.
pub(crate) fn value(outcome: Outcome) -> Result<Value> {
    match outcome {
        Outcome::Returned(text) => serde_json::from_str(&text)
            .map_err(|why| Error::new(Kind::Result, format!("the result that came back is no JSON: {why}"))),
        Outcome::Failed(failure) => Err(of_failure(failure)),
    }
}

/// A failure as a task's error.
pub(crate) fn of_failure(failure: Failure) -> Error {
    let error = Error::new(kind(failure.kind), failure.message).with_causes(failure.causes);
    match failure.help {
        Some(help) => error.with_help(help),
        None => error,
    }
}

fn kind(kind: FailureKind) -> Kind {
    match kind {
        FailureKind::Final => Kind::Final,
        FailureKind::Panic => Kind::Panic,
        FailureKind::Exit => Kind::Exit,
        FailureKind::Timeout => Kind::Timeout,
        FailureKind::Terminated => Kind::Terminated,
        FailureKind::OutOfMemory => Kind::OutOfMemory,
        FailureKind::Mismatch => Kind::Mismatch,
        FailureKind::Result => Kind::Result,
        FailureKind::NotStarted => Kind::NotStarted,
        FailureKind::Aborted => Kind::Aborted,
        _ => Kind::Error,
    }
}

/// An error of the cluster's, or of a setting that chooses it.
pub(crate) fn of_cluster(error: podwright_launch::Error) -> Error {
    use podwright_launch::Error::{Namespace, NoContext, NoCurrentContext};
    let kind = match error {
        Namespace { .. } | NoContext { .. } | NoCurrentContext { .. } => Kind::Usage,
        _ => Kind::Infrastructure,
    };
    let help = error.help();
    Error::new(kind, error).with_help(help)
}

/// An error of building a Job.
pub(crate) fn of_build(error: podwright_launch::job::BuildError) -> Error {
    Error::new(Kind::Usage, error)
}

/// An error of launching.
pub(crate) fn of_launch(error: LaunchError) -> Error {
    match error {
        LaunchError::Build(error) => of_build(error),
        LaunchError::Cluster(error) => of_cluster(error),
        error => Error::new(Kind::Infrastructure, error),
    }
}
