//! The error of a task: what went wrong, with its whole chain, in a form that travels from a pod to a terminal.

use std::error::Error as StdError;
use std::fmt;

/// `std`'s result with podwright's [`Error`] where no other is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure an [`Error`] is, for a parent task that wants to act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The task returned an error.
    Error,
    /// The task returned an error that trying again cannot mend: [`Error::no_retry`].
    Final,
    /// The task panicked.
    Panic,
    /// The task ended the process.
    Exit,
    /// An attempt took longer than the timeout.
    Timeout,
    /// The pod was ended from outside: evicted, deleted, preempted.
    Terminated,
    /// The primary container ran out of memory.
    OutOfMemory,
    /// The input does not fit the task's parameters, or the program in the image is another build.
    Mismatch,
    /// The result could not be handed over: it does not serialize, or is too large.
    Result,
    /// The pod could not be created or could not start.
    NotStarted,
    /// The action was aborted.
    Aborted,
    /// Whoever runs the program interrupted it: Ctrl-C.
    Interrupted,
    /// The cluster, the registry or the disk did not do what it was asked.
    Infrastructure,
    /// The command line, or a setting, is wrong.
    Usage,
}

/// What went wrong, with what caused it and what to do.
///
/// Any error converts into it with `?`. Its `Display` is the message alone; its `Debug` is the whole chain.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
    causes: Vec<String>,
    help: Option<String>,
    /// Whether this process has said the message already, as it does of a panic.
    is_said: bool,
}

impl Error {
    /// An error with this message.
    pub fn msg(message: impl fmt::Display) -> Self {
        Self::new(Kind::Error, message)
    }

    pub(crate) fn new(kind: Kind, message: impl fmt::Display) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.to_string(),
            causes: Vec::new(),
            help: None,
            is_said: false,
        }))
    }

    /// The same error, marked as one that trying again cannot mend: the task's `retries` do not apply to it.
    #[must_use]
    pub fn no_retry(mut self) -> Self {
        self.0.kind = Kind::Final;
        self
    }

    /// The same error as the cause of a new message.
    #[must_use]
    pub fn context(mut self, message: impl fmt::Display) -> Self {
        let cause = std::mem::replace(&mut self.0.message, message.to_string());
        self.0.causes.insert(0, cause);
        // There is more to say now.
        self.0.is_said = false;
        self
    }

    /// The same error with what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl fmt::Display) -> Self {
        self.0.help = Some(help.to_string());
        self
    }

    pub(crate) fn with_causes(mut self, causes: Vec<String>) -> Self {
        self.0.causes = causes;
        self
    }

    /// The same error, whose message this process has said already.
    pub(crate) fn said(mut self) -> Self {
        self.0.is_said = true;
        self
    }

    /// Whether this process has said its message already.
    pub(crate) fn is_said(&self) -> bool {
        self.0.is_said
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The causes below the message, outermost first.
    pub fn causes(&self) -> impl Iterator<Item = &str> {
        self.0.causes.iter().map(String::as_str)
    }

    /// What to do about it, where that is known.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// Any error value as an [`Error`], with its sources as causes; an [`Error`] inside stays what it is.
    pub(crate) fn from_boxed(error: Box<dyn StdError + Send + Sync>) -> Self {
        let error = match error.downcast::<Boxed>() {
            Ok(own) => return own.0,
            Err(error) => error,
        };
        let mut causes = Vec::new();
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        Self::new(Kind::Error, error).with_causes(causes)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        for cause in &self.0.causes {
            write!(f, "\n  caused by: {cause}")?;
        }
        if let Some(help) = &self.0.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::from_boxed(Box::new(error))
    }
}

/// [`Error`] cannot be a `std` error itself, since it converts from all of them; this carries it where one is wanted.
struct Boxed(Error);

impl fmt::Display for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Boxed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl StdError for Boxed {}

impl From<Error> for Box<dyn StdError + Send + Sync> {
    fn from(error: Error) -> Self {
        Box::new(Boxed(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read the table")]
    struct Outer(#[source] std::io::Error);

    fn failing() -> Result<()> {
        Err(Outer(std::io::Error::other("the disk is gone")))?;
        Ok(())
    }

    #[test]
    fn the_whole_chain_is_kept() {
        let error = failing().unwrap_err();
        assert_eq!(error.to_string(), "cannot read the table");
        assert_eq!(error.causes().collect::<Vec<_>>(), ["the disk is gone"]);
        assert_eq!(format!("{error:?}"), "cannot read the table\n  caused by: the disk is gone");
    }

    #[test]
    fn an_error_of_ours_keeps_its_kind_through_a_box() {
        let boxed: Box<dyn StdError + Send + Sync> = Error::msg("bad input").no_retry().into();
        assert_eq!(Error::from_boxed(boxed).kind(), Kind::Final);
    }

    #[test]
    fn a_context_pushes_the_message_down() {
        let error = Error::msg("no such file").context("cannot load `a.csv`");
        assert_eq!(format!("{error:?}"), "cannot load `a.csv`\n  caused by: no such file");
    }
}
