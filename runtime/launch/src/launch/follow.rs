//! Follows one action to its outcome.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;

use super::seen::Seen;
use super::verdict::{Verdict, verdict};
use super::{Logs, Told};
use crate::action::{Failure, FailureKind, Outcome};
use crate::cluster::objects::{Event as ClusterEvent, List, Pod, read};
use crate::cluster::{Ask, Cluster, Error};
use crate::logs::Tail;
use crate::observe::{Event, Observer};
use crate::why::{self, Why};
use crate::wire::{Report, crc32};

/// How often the events are read while an action makes no progress.
const LOOK: Duration = Duration::from_secs(1);
/// How long a cause that waiting cannot mend is waited for all the same: a pull is tried a second time by then.
const GRACE: Duration = Duration::from_secs(4);
/// How long after an attempt's end its log is still read.
const LAST_LINES: Duration = Duration::from_secs(3);

/// What it takes to follow an action.
pub(crate) struct Follow<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) seen: &'a Seen,
    pub(super) observer: &'a Arc<dyn Observer>,
    pub(super) action: &'a str,
    pub(super) primary: &'a str,
    pub(super) retries: u32,
    pub(super) logs: Logs,
}

/// What was said already.
#[derive(Default)]
struct Said {
    scheduled: HashSet<String>,
    started: HashSet<String>,
    failed: usize,
    waiting: Option<Why>,
    /// Since when the cause is one that waiting cannot mend.
    hopeless: Option<Instant>,
}

impl Follow<'_> {
    pub(super) async fn outcome(self) -> Result<Outcome, Error> {
        let mut changes = self.seen.changes();
        let mut said = Said::default();
        let mut tail = Tail::new(self.cluster, self.observer, self.action, self.logs);
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let is_tick = tokio::select! {
                changed = changes.changed() => { if changed.is_err() { return Err(self.watch_ended()); } false }
                _ = look.tick() => true,
            };
            if let Some(denied) = self.seen.denied() {
                return Err(denied);
            }
            if !self.seen.is_whole() {
                continue;
            }
            let job = self.seen.job(self.action);
            let pods = self.seen.pods(self.action);
            // The Job was created a moment ago and the watch has not shown it yet.
            if job.is_none() && !self.is_gone().await? {
                continue;
            }
            self.report(&pods, &mut said);
            tail.pods(&pods, self.primary);
            match verdict(job.as_deref(), &pods, self.primary, self.retries) {
                Verdict::Returned(report) => {
                    tail.finish(LAST_LINES).await;
                    return self.value(report).await;
                }
                Verdict::Failed(failure) => {
                    tail.finish(LAST_LINES).await;
                    return Ok(Outcome::Failed(failure));
                }
                Verdict::Open { failed, last } => {
                    if let Some(failure) = last.as_ref().filter(|_| failed > said.failed) {
                        self.tell(Event::Retrying { failure, failed, retries: self.retries });
                        said.failed = failed;
                    }
                    if is_tick
                        && let Some(hopeless) =
                            self.explain(&pods, job.as_deref().map_or("", |job| job.uid()), &mut said).await
                    {
                        self.give_up().await?;
                        return Ok(Outcome::Failed(hopeless));
                    }
                }
            }
        }
    }

    fn tell(&self, event: Event<'_>) {
        self.observer.event(self.action, event);
    }

    fn watch_ended(&self) -> Error {
        Error::Trouble { server: self.cluster.server().to_owned(), reason: "the watch ended".to_owned() }
    }

    async fn is_gone(&self) -> Result<bool, Error> {
        let lost = Told { observer: self.observer.as_ref(), action: self.action };
        let path = format!("/apis/batch/v1/namespaces/{}/jobs/{}", self.cluster.namespace(), self.action);
        match self.cluster.patiently(&lost, Ask::Get, &path).await {
            Ok(_) => Ok(false),
            Err(fault) if fault.is_not_found() => Ok(true),
            Err(fault) => Err(fault.into_error(self.cluster.server(), "the job")),
        }
    }

    fn report(&self, pods: &[Arc<Pod>], said: &mut Said) {
        for pod in pods {
            if let Some(node) = pod.spec.node_name.as_deref().filter(|node| !node.is_empty())
                && said.scheduled.insert(pod.name().to_owned())
            {
                self.tell(Event::Scheduled { pod: pod.name(), node });
            }
            let state = pod.container(self.primary).map(|status| &status.state);
            if state.is_some_and(|state| state.running.is_some() || state.terminated.is_some())
                && said.started.insert(pod.name().to_owned())
            {
                self.tell(Event::Started { pod: pod.name() });
            }
        }
    }

    /// Says why nothing runs, once for each cause; gives the failure where waiting cannot mend it.
    async fn explain(&self, pods: &[Arc<Pod>], job_uid: &str, said: &mut Said) -> Option<Failure> {
        let current = pods.iter().rev().find(|pod| !pod.is_over());
        if current.is_some_and(|pod| said.started.contains(pod.name())) {
            said.hopeless = None;
            return None;
        }
        let why = match current {
            Some(pod) => why::explain(pod, self.primary, &self.events(pod.uid()).await),
            None => why::of_job(&self.events(job_uid).await),
        };
        let Some(why) = why else {
            said.hopeless = None;
            return None;
        };
        if said.waiting.as_ref().is_none_or(|before| before.message != why.message) {
            self.tell(Event::Waiting(&why));
            said.waiting = Some(why.clone());
        }
        if !why.is_final {
            said.hopeless = None;
            return None;
        }
        let since = *said.hopeless.get_or_insert_with(Instant::now);
        (since.elapsed() >= GRACE).then(|| Failure {
            kind: FailureKind::NotStarted,
            message: why.message,
            causes: Vec::new(),
            help: Some(why.help),
        })
    }

    /// The events about an object, oldest first. What cannot be read explains nothing, and is no failure of the action.
    async fn events(&self, uid: &str) -> Vec<ClusterEvent> {
        if uid.is_empty() {
            return Vec::new();
        }
        let namespace = self.cluster.namespace();
        let path = format!(
            "/api/v1/namespaces/{namespace}/events?fieldSelector=involvedObject.uid%3D{uid}&limit=100"
        );
        let answer = self.cluster.ask(Ask::Get, &path).await.ok();
        answer.and_then(|list| read::<List<ClusterEvent>>(list).ok()).map_or_else(Vec::new, |list| list.items)
    }

    /// Deletes the pods of an action that cannot start; its Job is kept suspended, so that the run shows what happened.
    async fn give_up(&self) -> Result<(), Error> {
        let path = format!("/apis/batch/v1/namespaces/{}/jobs/{}", self.cluster.namespace(), self.action);
        let stop = json!({"spec": {"suspend": true}});
        match self.cluster.ask(Ask::Merge(&stop), &path).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.is_not_found() => Ok(()),
            Err(fault) => Err(fault.into_error(self.cluster.server(), "the job")),
        }
    }

    async fn value(&self, report: Report) -> Result<Outcome, Error> {
        let (config_map, length, checksum) = match report {
            Report::Returned(value) => return Ok(Outcome::Returned(value.to_string())),
            Report::Stored { config_map, length, checksum } => (config_map, length, checksum),
            Report::Failed(failure) => return Ok(Outcome::Failed(failure)),
        };
        let lost = Told { observer: self.observer.as_ref(), action: self.action };
        let path = format!("/api/v1/namespaces/{}/configmaps/{config_map}", self.cluster.namespace());
        let stored = self.cluster.patiently(&lost, Ask::Get, &path).await;
        let stored = stored.map_err(|fault| fault.into_error(self.cluster.server(), "the result"))?;
        match stored["data"]["result"].as_str() {
            Some(text) if text.len() == length && crc32(text.as_bytes()) == checksum => {
                Ok(Outcome::Returned(text.to_owned()))
            }
            _ => Ok(Outcome::Failed(Failure {
                kind: FailureKind::Result,
                message: format!(
                    "the ConfigMap `{config_map}` no longer holds the result that was put there"
                ),
                causes: Vec::new(),
                help: Some("start a new run".to_owned()),
            })),
        }
    }
}
