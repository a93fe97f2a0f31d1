//! Runs that were started: listed, looked at, followed, ended.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use podwright_rules::formats::name;

use crate::action::Outcome;
use crate::cluster::objects::{Job, Object as _, Pod};
use crate::cluster::{Ask, Cluster, Error};
use crate::job::labels;
use crate::launch::{Followed, Launcher, Logs, Verdict, verdict};
use crate::observe::{Event, Observer, Silent};
use crate::why;

/// An action of a run, as its Job shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionState {
    /// The Job's name.
    pub name: String,
    /// The task.
    pub task: String,
    /// The action that made the call; `None` for the root.
    pub parent: Option<String>,
    /// How far it is.
    pub state: State,
    /// How many attempts failed.
    pub failed: u32,
    /// When it was created.
    pub created: Option<Timestamp>,
    /// Why it does not run, or how it failed, in one line.
    pub why: Option<String>,
}

impl ActionState {
    /// How long ago it was created.
    pub fn age(&self) -> Option<Duration> {
        // A clock that is behind the server's sees what is yet to come.
        self.created.map(|created| Timestamp::now().duration_since(created).try_into().unwrap_or_default())
    }
}

/// How far an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// It is suspended, and waits to be let go.
    Stopped,
    /// No pod of it runs yet.
    Waiting,
    /// A pod runs.
    Running,
    /// It succeeded.
    Succeeded,
    /// It failed.
    Failed,
}

impl State {
    /// The state in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// The runs of the namespace, newest first: their root actions.
pub async fn list(cluster: &Cluster) -> Result<Vec<ActionState>, Error> {
    let mut runs = actions(cluster, (labels::ROOT, "true")).await?;
    runs.sort_by_key(|run| std::cmp::Reverse(run.created));
    Ok(runs)
}

/// The actions of a run, its root first.
pub async fn get(cluster: &Cluster, run: &str) -> Result<Vec<ActionState>, Error> {
    let mut found = if can_be_a_run(run) { actions(cluster, (labels::RUN, run)).await? } else { Vec::new() };
    if found.is_empty() {
        return Err(no_run(cluster, run));
    }
    found.sort_by_key(|action| (action.parent.is_some(), action.created, action.name.clone()));
    Ok(found)
}

/// Follows a run to its outcome.
pub async fn wait(
    cluster: &Cluster,
    run: &str,
    observer: Arc<dyn Observer>,
    logs: Logs,
) -> Result<Outcome, Error> {
    let job = root(cluster, run).await?;
    let launcher = Launcher::new(cluster.clone(), run, observer);
    let retries = job.spec.backoff_limit;
    launcher.follow(Followed { name: run, uid: job.uid(), primary: primary(&job), retries }, logs).await
}

/// Prints what the containers of a run's root have logged so far.
pub async fn logs(
    cluster: &Cluster,
    run: &str,
    observer: Arc<dyn Observer>,
    logs: Logs,
) -> Result<(), Error> {
    const LIMIT: Duration = Duration::from_secs(60);
    let job = root(cluster, run).await?;
    let pods: Vec<Pod> = cluster.labelled(&Silent, &cluster.pods(), (labels::ACTION, run), "pods").await?;
    let mut pods: Vec<_> = pods.into_iter().filter(|pod| job.made(pod)).map(Arc::new).collect();
    // A list is by name, and the names of pods say nothing of when they were made.
    pods.sort_by_key(|pod| pod.age());
    if !crate::logs::so_far(cluster, &observer, &pods, primary(&job), logs, LIMIT).await {
        observer.event(run, Event::LogCut);
    }
    Ok(())
}

/// Ends a run and all that it started; the pods get their grace period. Gives the actions as they were, the root first: where it
/// had ended, it is removed.
pub async fn abort(cluster: &Cluster, run: &str) -> Result<Vec<ActionState>, Error> {
    let actions = get(cluster, run).await?;
    let path = format!("{}?propagationPolicy=Background", cluster.job(run));
    match cluster.patiently(&Silent, Ask::Delete, &path).await {
        Ok(_) => Ok(actions),
        // It was there a moment ago: the answer of an earlier try was lost.
        Err(fault) if fault.is_not_found() => Ok(actions),
        Err(fault) => Err(fault.into_error(cluster.server(), "the run")),
    }
}

/// The name of the container that runs the task.
fn primary(job: &Job) -> &str {
    job.annotation(labels::PRIMARY).unwrap_or_default()
}

fn no_run(cluster: &Cluster, run: &str) -> Error {
    Error::NotFound { what: format!("run `{run}`"), namespace: cluster.namespace().to_owned() }
}

/// Whether a name is one that a run can have. Another one cannot be a part of a path.
fn can_be_a_run(name: &str) -> bool {
    name::label(name).is_ok()
}

async fn root(cluster: &Cluster, run: &str) -> Result<Job, Error> {
    if !can_be_a_run(run) {
        return Err(no_run(cluster, run));
    }
    let job = match cluster.patiently(&Silent, Ask::Get, &cluster.job(run)).await {
        Ok(job) => job,
        Err(fault) if fault.is_not_found() => return Err(no_run(cluster, run)),
        Err(fault) => return Err(fault.into_error(cluster.server(), "the run")),
    };
    let job: Job = cluster.read(job)?;
    if job.label(labels::RUN) == Some(run) { Ok(job) } else { Err(no_run(cluster, run)) }
}

async fn actions(cluster: &Cluster, label: (&str, &str)) -> Result<Vec<ActionState>, Error> {
    let jobs: Vec<Job> = cluster.labelled(&Silent, &cluster.jobs(), label, "jobs").await?;
    let pods: Vec<Pod> = cluster.labelled(&Silent, &cluster.pods(), label, "pods").await?;
    Ok(jobs.iter().map(|job| state(job, &pods)).collect())
}

fn state(job: &Job, pods: &[Pod]) -> ActionState {
    let mut own: Vec<_> = pods.iter().filter(|pod| job.made(pod)).cloned().map(Arc::new).collect();
    own.sort_by_key(|pod| pod.created());
    let primary = primary(job);
    // What a launcher would say of it, since the Job's own conditions come seconds after its pods' end.
    let (state, why) = match verdict(Some(job), &own, primary, job.spec.backoff_limit) {
        Verdict::Returned(_) => (State::Succeeded, None),
        Verdict::Unexplained(_) if job.has("Complete").is_some() => (State::Succeeded, None),
        Verdict::Failed(failure) | Verdict::Unexplained(failure) => (State::Failed, Some(failure.message)),
        Verdict::Open { .. } => open(job, own.last(), primary),
    };
    let failed = own.iter().filter(|pod| has_failed(pod, primary)).count();
    ActionState {
        name: job.name().to_owned(),
        task: job.annotation(labels::TASK).or_else(|| job.label(labels::TASK)).unwrap_or_default().to_owned(),
        parent: job.annotation(labels::PARENT).map(str::to_owned),
        state,
        failed: job.status.failed.max(u32::try_from(failed).unwrap_or(u32::MAX)),
        created: job.metadata.creation_timestamp,
        why,
    }
}

/// Whether this attempt has failed, before its Job counts it.
fn has_failed(pod: &Pod, primary: &str) -> bool {
    let has_ended = pod.ended(primary).is_some_and(|ended| ended.exit_code != 0);
    (has_ended || pod.status.phase == "Failed") && !why::is_disruption(pod)
}

/// How far an action is that has not ended, and why it is no further.
fn open(job: &Job, last: Option<&Arc<Pod>>, primary: &str) -> (State, Option<String>) {
    let runs = last.is_some_and(|pod| pod.status.phase == "Running" && pod.ended(primary).is_none());
    if job.has("SuccessCriteriaMet").is_some() {
        (State::Succeeded, None)
    } else if runs {
        (State::Running, None)
    } else if job.spec.suspend {
        (State::Stopped, why::suspended(job).map(|why| why.message))
    } else {
        let why = last.and_then(|pod| why::explain(pod, primary, &[]));
        (State::Waiting, why.map(|why| why.message))
    }
}

#[cfg(test)]
mod tests {
    use http::Method;
    use serde_json::{Value, json};

    use super::*;
    use crate::action::{Failure, FailureKind};
    use crate::cluster::objects::read;
    use crate::cluster::scripted::{Answer, list, routed, status};
    use crate::wire::Report;

    fn job(status: Value) -> Job {
        let annotations = json!({labels::PRIMARY: "primary"});
        read(json!({"metadata": {"name": "r", "uid": "u", "annotations": annotations}, "status": status}))
            .unwrap()
    }

    fn pod(phase: &str, state: Value) -> Pod {
        let status = json!({"phase": phase, "containerStatuses": [{"name": "primary", "state": state}]});
        read(json!({"metadata": {"name": "p", "labels": {labels::JOB: "u"}}, "status": status})).unwrap()
    }

    fn ended(code: i32, message: &str) -> Value {
        json!({"terminated": {"exitCode": code, "message": message}})
    }

    #[test]
    fn a_primary_that_has_ended_decides_before_the_job_does() {
        let failure = Failure { causes: Vec::new(), ..Failure::new(FailureKind::Error, "no model", "") };
        let failed = pod("Running", ended(1, &Report::Failed(failure).frame()));
        let found = state(&job(json!({})), &[failed]);
        assert_eq!((found.state, found.why.as_deref(), found.failed), (State::Failed, Some("no model"), 1));
        let returned = pod("Running", ended(0, &Report::Returned(json!(1)).frame()));
        assert_eq!(state(&job(json!({})), &[returned]).state, State::Succeeded);
        let running = pod("Running", json!({"running": {}}));
        assert_eq!(state(&job(json!({})), &[running]).state, State::Running);
    }

    #[test]
    fn a_failed_attempt_with_another_to_come_waits() {
        let mut retried = job(json!({}));
        retried.spec.backoff_limit = 1;
        let found = state(&retried, &[pod("Failed", ended(1, ""))]);
        assert_eq!((found.state, found.failed), (State::Waiting, 1));
    }

    #[test]
    fn a_failed_job_without_pods_has_the_reason_of_its_condition() {
        let condition =
            json!({"type": "Failed", "status": "True", "reason": "PodFailurePolicy", "message": "too bad"});
        let found = state(&job(json!({"conditions": [condition]})), &[]);
        assert_eq!(found.state, State::Failed);
        assert_eq!(found.why.as_deref(), Some("Kubernetes gave the job up: too bad (PodFailurePolicy)"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_run_that_is_gone_when_it_is_removed_again_was_removed() {
        let job = json!({
            "metadata": {"name": "r", "uid": "u", "resourceVersion": "1", "labels": {labels::RUN: "r", labels::ACTION: "r"}},
        });
        let mut tries = 0;
        let (cluster, _) = routed(move |method, path| match path {
            _ if *method == Method::DELETE => {
                tries += 1;
                let code = if tries == 1 { 503 } else { 404 };
                Answer::Object(code, status(code, "the answer of the first one was lost"))
            }
            path if path.contains("/jobs?") => list(1, std::slice::from_ref(&job)),
            path if path.contains("/jobs/") => Answer::Object(200, job.clone()),
            _ => list(1, &[]),
        });
        assert_eq!(abort(&cluster, "r").await.unwrap().len(), 1);
    }
}
