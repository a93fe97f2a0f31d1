//! Runs that were started: listed, looked at, followed, ended.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use podwright_rules::formats::name;

use crate::action::Outcome;
use crate::cluster::objects::{Job, Object as _, Pod};
use crate::cluster::{Ask, Cluster, Error};
use crate::job::labels;
use crate::launch::{Launcher, Logs};
use crate::observe::{Event, Observer, Silent};
use crate::why;
use crate::wire::Report;

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
    launcher.follow(run, primary(&job), job.spec.backoff_limit, logs).await
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
    let pods: Vec<_> = pods.into_iter().filter(|pod| job.made(pod)).map(Arc::new).collect();
    if !crate::logs::so_far(cluster, &observer, &pods, primary(&job), logs, LIMIT).await {
        observer.event(run, Event::LogCut);
    }
    Ok(())
}

/// Ends a run and all that it started; the pods get their grace period. Gives the number of actions that were there.
pub async fn abort(cluster: &Cluster, run: &str) -> Result<usize, Error> {
    let actions = get(cluster, run).await?.len();
    let path = format!("{}?propagationPolicy=Background", cluster.job(run));
    match cluster.patiently(&Silent, Ask::Delete, &path).await {
        Ok(_) => Ok(actions),
        Err(fault) if fault.is_not_found() => Err(no_run(cluster, run)),
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

/// How a pod failed: in its own words where it left any.
fn reported(pod: &Pod, primary: &str) -> String {
    match pod.ended(primary).map(|ended| Report::unframe(&ended.message)) {
        Some(Ok(Report::Failed(failure))) => failure.message,
        _ => why::failure(pod, primary).message,
    }
}

fn state(job: &Job, pods: &[Pod]) -> ActionState {
    let mut own: Vec<_> = pods.iter().filter(|pod| job.made(pod)).collect();
    own.sort_by_key(|pod| pod.created());
    let last = own.last();
    let report = job.annotation(labels::REPORT).map(Report::unframe);
    let running = last.is_some_and(|pod| pod.status.phase == "Running");
    let state = match job.failed() {
        _ if matches!(report, Some(Ok(Report::Returned(_) | Report::Stored { .. }))) => State::Succeeded,
        _ if report.is_some() => State::Failed,
        Some(_) => State::Failed,
        None if job.has("Complete").or_else(|| job.has("SuccessCriteriaMet")).is_some() => State::Succeeded,
        None if running => State::Running,
        None if job.spec.suspend => State::Stopped,
        None => State::Waiting,
    };
    let primary = primary(job);
    let why = match (state, report) {
        (State::Failed, Some(Ok(Report::Failed(failure)))) => Some(failure.message),
        (State::Failed, _) => last.map(|pod| reported(pod, primary)),
        (State::Stopped, _) => why::suspended(job).map(|why| why.message),
        (State::Waiting, _) => last.and_then(|pod| why::explain(pod, primary, &[])).map(|why| why.message),
        _ => None,
    };
    ActionState {
        name: job.name().to_owned(),
        task: job.annotation(labels::TASK).or_else(|| job.label(labels::TASK)).unwrap_or_default().to_owned(),
        parent: job.annotation(labels::PARENT).map(str::to_owned),
        state,
        failed: job.status.failed,
        created: job.metadata.creation_timestamp,
        why,
    }
}
