//! Sends actions and follows them to their outcome.

mod cause;
mod create;
mod ending;
mod follow;
mod pulling;
mod result;
mod seen;
mod verdict;
mod watching;

use std::sync::Arc;

use crate::action::{Action, Outcome};
use crate::cluster::{Cluster, Error, Lost};
use crate::job::{self, BuildError, Built};
use crate::observe::{Event, Observer, Silent};
use create::Created;
use follow::Follow;
pub(crate) use follow::Followed;
use seen::Seen;
pub(crate) use verdict::{Verdict, verdict};

/// Starts the actions of one run and follows them. Cheap to clone: all clones share one watch of the run's pods and Jobs.
#[derive(Clone)]
pub struct Launcher {
    cluster: Cluster,
    seen: Arc<Seen>,
    observer: Arc<dyn Observer>,
}

/// Which logs are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Logs {
    /// None.
    #[default]
    None,
    /// The primary container's.
    Primary,
    /// Every container's.
    All,
}

/// Why an action could not be launched or followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LaunchError {
    /// It cannot be made into a Job.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The cluster did not do what it was asked.
    #[error(transparent)]
    Cluster(#[from] Error),
}

impl Launcher {
    /// A launcher of this run's actions. It begins to watch the run at once.
    pub fn new(cluster: Cluster, run: &str, observer: Arc<dyn Observer>) -> Self {
        let seen = Seen::watch(&cluster, run, &observer);
        Self { cluster, seen, observer }
    }

    /// Sends an action, unless it was sent before, and follows it to its outcome. The outcome is there when the primary
    /// container has ended, which is before its pod and its Job have.
    pub async fn launch(&self, action: &Action, logs: Logs) -> Result<Outcome, LaunchError> {
        let built = job::build(action, self.cluster.namespace())?;
        let uid = self.send(&action.name, &built).await?;
        let job =
            Followed { name: &action.name, uid: &uid, primary: &built.primary, retries: action.retries };
        Ok(self.follow(job, logs).await?)
    }

    /// Sends an action, unless it was sent before, and leaves it to the cluster.
    pub async fn detach(&self, action: &Action) -> Result<(), LaunchError> {
        let built = job::build(action, self.cluster.namespace())?;
        self.send(&action.name, &built).await?;
        Ok(())
    }

    /// Gives the uid of the action's Job.
    async fn send(&self, name: &str, built: &Built) -> Result<String, Error> {
        let Created { uid, adopted } = create::create(&self.cluster, built, &self.lost(name)).await?;
        self.observer.event(name, if adopted { Event::Adopted } else { Event::Created });
        Ok(uid)
    }

    /// Follows an action that was sent.
    pub(crate) async fn follow(&self, job: Followed<'_>, logs: Logs) -> Result<Outcome, Error> {
        Follow { cluster: &self.cluster, seen: &self.seen, observer: &self.observer, job, logs }
            .outcome()
            .await
    }

    fn lost<'a>(&'a self, action: &'a str) -> Told<'a> {
        Told { observer: self.observer.as_ref(), action }
    }
}

impl std::fmt::Debug for Launcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Launcher").field("cluster", &self.cluster).finish_non_exhaustive()
    }
}

/// Passes the server's silence on to an observer.
pub(crate) struct Told<'a> {
    pub(crate) observer: &'a dyn Observer,
    pub(crate) action: &'a str,
}

impl Lost for Told<'_> {
    fn lost(&self, error: &Error) {
        self.observer.event(self.action, Event::Disconnected(error));
    }

    fn back(&self) {
        self.observer.event(self.action, Event::Reconnected);
    }
}

impl Lost for Silent {
    fn lost(&self, _: &Error) {}

    fn back(&self) {}
}
