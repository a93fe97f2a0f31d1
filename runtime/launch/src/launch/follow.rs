//! Follows one action to its outcome.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cause::{Look, Wait};
use super::pulling::Pulls;
use super::seen::Seen;
use super::verdict::{Verdict, verdict};
use super::{Logs, Told, ending, result};
use crate::action::{Failure, Outcome};
use crate::cluster::objects::{Job, Object as _, Pod};
use crate::cluster::{Ask, Cluster, Error};
use crate::job::labels;
use crate::logs::Tail;
use crate::observe::{Event, Observer};
use crate::wire::Report;

/// How often an action that makes no progress is looked at, beside every change that is seen.
const LOOK: Duration = Duration::from_secs(1);
/// How long after an attempt's end the next line of its log is waited for.
const LAST_LINES: Duration = Duration::from_secs(3);

/// The Job that is followed.
#[derive(Clone, Copy)]
pub(crate) struct Followed<'a> {
    /// Its name, which is the action's.
    pub(crate) name: &'a str,
    /// Its uid: a Job of the same name that was deleted before says nothing of this one.
    pub(crate) uid: &'a str,
    /// The container that runs the task.
    pub(crate) primary: &'a str,
    /// How often it is tried again.
    pub(crate) retries: u32,
}

/// What it takes to follow an action.
pub(super) struct Follow<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) seen: &'a Seen,
    pub(super) observer: &'a Arc<dyn Observer>,
    pub(super) job: Followed<'a>,
    pub(super) logs: Logs,
}

/// What was said and done already.
#[derive(Default)]
struct Said {
    scheduled: HashSet<String>,
    started: HashSet<String>,
    ended: HashSet<String>,
    failed: usize,
    wait: Wait,
    pulls: Pulls,
}

impl Follow<'_> {
    pub(super) async fn outcome(self) -> Result<Outcome, Error> {
        let mut changes = self.seen.changes();
        let mut said = Said::default();
        let mut tail = Tail::new(self.cluster, self.observer, self.job.name, self.logs);
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut ticks = 0;
        loop {
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return Err(self.watch_ended()); },
                _ = look.tick() => ticks += 1,
            }
            if let Some(denied) = self.seen.denied() {
                return Err(denied);
            }
            if !self.seen.is_whole() {
                continue;
            }
            let Some((job, pods)) = self.objects().await? else { continue };
            let (verdict, pods) = self.judge(job.as_deref(), pods).await?;
            self.report(&pods, &mut said);
            tail.pods(&pods, self.job.primary);
            // The first tick comes at once, when nothing can have been late yet.
            if let Some(outcome) = self.act(verdict, job.as_deref(), &pods, ticks > 1, &mut said).await? {
                if !tail.finish(LAST_LINES).await {
                    self.tell(Event::LogCut);
                }
                return Ok(outcome);
            }
        }
    }

    /// The verdict, and the pods that it is of: the watch of the pods may be behind that of the Jobs.
    async fn judge(&self, job: Option<&Job>, pods: Vec<Arc<Pod>>) -> Result<(Verdict, Vec<Arc<Pod>>), Error> {
        let Followed { primary, retries, .. } = self.job;
        let seen = verdict(job, &pods, primary, retries);
        if !matches!(seen, Verdict::Unexplained(_)) {
            return Ok((seen, pods));
        }
        let listed = self.listed_pods().await?;
        Ok((verdict(job, &listed, primary, retries), listed))
    }

    /// Does what a verdict asks for; the outcome where the action has one.
    async fn act(
        &self,
        verdict: Verdict,
        job: Option<&Job>,
        pods: &[Arc<Pod>],
        is_late: bool,
        said: &mut Said,
    ) -> Result<Option<Outcome>, Error> {
        Ok(match verdict {
            Verdict::Open { failed, last } => {
                self.retrying(failed, last.as_ref(), said);
                self.end_sidecars(pods, None, said).await;
                self.wait(job, pods, is_late, said).await?.map(Outcome::Failed)
            }
            Verdict::Returned(report) => {
                self.end_sidecars(pods, Some(&report), said).await;
                Some(result::fetch(self.cluster, report, &self.lost()).await?)
            }
            Verdict::Failed(failure) | Verdict::Unexplained(failure) => {
                self.end_sidecars(pods, None, said).await;
                Some(Outcome::Failed(failure))
            }
        })
    }

    fn tell(&self, event: Event<'_>) {
        self.observer.event(self.job.name, event);
    }

    fn lost(&self) -> Told<'_> {
        Told { observer: self.observer.as_ref(), action: self.job.name }
    }

    fn watch_ended(&self) -> Error {
        Error::Trouble { server: self.cluster.server().to_owned(), reason: "the watch ended".to_owned() }
    }

    /// The Job and its pods; nothing where the Job was created a moment ago and the watch has not shown it yet, or shows one that was
    /// deleted before.
    async fn objects(&self) -> Result<Option<(Option<Arc<Job>>, Vec<Arc<Pod>>)>, Error> {
        let job = self.seen.job(self.job.name).filter(|job| job.uid() == self.job.uid);
        if job.is_none() && !self.is_gone().await? {
            return Ok(None);
        }
        Ok(Some((job, self.own(self.seen.pods(self.job.name)))))
    }

    async fn is_gone(&self) -> Result<bool, Error> {
        match self.cluster.patiently(&self.lost(), Ask::Get, &self.cluster.job(self.job.name)).await {
            Ok(job) => Ok(self.cluster.read::<Job>(job)?.uid() != self.job.uid),
            Err(fault) if fault.is_not_found() => Ok(true),
            Err(fault) => Err(fault.into_error(self.cluster.server(), "the job")),
        }
    }

    async fn listed_pods(&self) -> Result<Vec<Arc<Pod>>, Error> {
        let label = (labels::ACTION, self.job.name);
        let pods = self.cluster.labelled(&self.lost(), &self.cluster.pods(), label, "the pods").await?;
        Ok(self.own(pods.into_iter().map(Arc::new).collect()))
    }

    /// The pods that this Job made, the oldest first. One of the same name that was deleted may have left some.
    fn own(&self, mut pods: Vec<Arc<Pod>>) -> Vec<Arc<Pod>> {
        pods.retain(|pod| pod.is_of(self.job.uid));
        pods.sort_by_key(|pod| pod.age());
        pods
    }

    fn report(&self, pods: &[Arc<Pod>], said: &mut Said) {
        for pod in pods {
            if let Some(node) = pod.spec.node_name.as_deref().filter(|node| !node.is_empty())
                && said.scheduled.insert(pod.name().to_owned())
            {
                self.tell(Event::Scheduled { pod: pod.name(), node });
            }
            let state = pod.container(self.job.primary).map(|status| &status.state);
            if state.is_some_and(|state| state.running.is_some() || state.terminated.is_some())
                && said.started.insert(pod.name().to_owned())
            {
                self.tell(Event::Started { pod: pod.name() });
            }
        }
    }

    fn retrying(&self, failed: usize, last: Option<&Failure>, said: &mut Said) {
        if let Some(failure) = last.filter(|_| failed > said.failed) {
            self.tell(Event::Retrying { failure, failed, retries: self.job.retries });
            said.failed = failed;
        }
    }

    /// Says why nothing runs, once for each cause; gives the failure where the action is given up.
    async fn wait(
        &self,
        job: Option<&Job>,
        pods: &[Arc<Pod>],
        is_late: bool,
        said: &mut Said,
    ) -> Result<Option<Failure>, Error> {
        let current = pods.iter().rev().find(|pod| !pod.is_over());
        let Some(job) = job else { return Ok(None) };
        if current.is_some_and(|pod| said.started.contains(pod.name())) {
            said.wait.over();
            return Ok(None);
        }
        if is_late {
            self.seen.watch_warnings();
        } else if job.spec.suspend {
            // The watch may be behind this launcher, which has let the Job go.
            return Ok(None);
        }
        let now = Instant::now();
        if let Some(pod) = current
            && self.observer.shows()
            && let Some(image) = said.pulls.look(self.cluster, pod, now)
        {
            self.tell(Event::Pulling { image: &image });
        }
        let warnings = match current {
            Some(pod) => self.seen.warnings(pod.uid(), None),
            // What kept an earlier pod from being created keeps it no longer.
            None => self.seen.warnings(job.uid(), pods.last().and_then(|pod| pod.created())),
        };
        match said.wait.look(job, current, self.job.primary, &warnings, now) {
            Look::Same => Ok(None),
            Look::New(why) => {
                self.tell(Event::Waiting(&why));
                Ok(None)
            }
            Look::GiveUp(failure) => {
                let ended = ending::give_up(self.cluster, self.job.name, &failure, &self.lost()).await;
                if let Err(error) = ended {
                    self.tell(Event::GoesOn { error: &error });
                }
                Ok(Some(failure))
            }
        }
    }

    /// Sees to it that pods end whose ordinary sidecars run on. Where that fails the pods' own deadlines end them.
    async fn end_sidecars(&self, pods: &[Arc<Pod>], returned: Option<&Report>, said: &mut Said) {
        for pod in pods {
            let Some(deadline) = ending::sidecar_deadline(pod, self.job.primary) else { continue };
            if !said.ended.insert(pod.name().to_owned()) {
                continue;
            }
            let lost = self.lost();
            let written = match returned {
                Some(report) => ending::write_down(self.cluster, self.job.name, report, &lost).await,
                None => Ok(()),
            };
            let ended = match written {
                Ok(()) => ending::end_pod(self.cluster, pod.name(), deadline, &lost).await,
                Err(error) => Err(error),
            };
            if let Err(error) = ended {
                self.tell(Event::RunsOn { pod: pod.name(), error: &error });
            }
        }
    }
}

#[cfg(test)]
mod tests;
