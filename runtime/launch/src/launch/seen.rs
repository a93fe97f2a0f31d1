//! What is seen of a run: its pods, its Jobs and, once something does not move, the warnings about them. One watch each,
//! however many actions are followed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::watching::keep;
use crate::cluster::objects::{Event, Job, Object, Pod};
use crate::cluster::{Change, Cluster, Error, Watch};
use crate::job::labels;
use crate::observe::Observer;

/// The newest state of a run's objects.
pub(super) struct Seen {
    cluster: Cluster,
    run: String,
    observer: Arc<dyn Observer>,
    board: Arc<Board>,
    version: watch::Receiver<u64>,
    watches: Mutex<Vec<JoinHandle<()>>>,
}

/// Where the watches write.
struct Board {
    objects: Mutex<Objects>,
    changed: watch::Sender<u64>,
}

#[derive(Default)]
struct Objects {
    pods: Kind<Pod>,
    jobs: Kind<Job>,
    warnings: Kind<Event>,
    /// Whether the warnings are watched.
    warned: bool,
    /// Why the server lets us see nothing more.
    denied: Option<Error>,
}

/// The objects of one kind, by name.
struct Kind<T> {
    known: HashMap<String, Arc<T>>,
    /// Whether a whole list has been read.
    complete: bool,
}

impl<T> Default for Kind<T> {
    fn default() -> Self {
        Self { known: HashMap::new(), complete: false }
    }
}

impl<T: Object> Kind<T> {
    fn take(&mut self, change: Change<T>) {
        match change {
            Change::All(objects) => {
                self.known = objects.into_iter().map(named).collect();
                self.complete = true;
            }
            Change::Put(object) => self.known.extend([named(object)]),
            Change::Gone(object) => _ = self.known.remove(object.name()),
        }
    }
}

fn named<T: Object>(object: T) -> (String, Arc<T>) {
    (object.name().to_owned(), Arc::new(object))
}

impl Board {
    fn write(&self, change: impl FnOnce(&mut Objects)) {
        change(&mut self.objects());
        self.changed.send_modify(|version| *version += 1);
    }

    fn objects(&self) -> MutexGuard<'_, Objects> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    pub(super) fn watch(cluster: &Cluster, run: &str, observer: &Arc<dyn Observer>) -> Arc<Self> {
        let (changed, version) = watch::channel(0);
        let board = Arc::new(Board { objects: Mutex::default(), changed });
        let selector = format!("labelSelector={}%3D{run}", labels::RUN);
        let watch = |path: &str| Watch::new(cluster, path, &selector);
        let (pods, jobs) = (board.clone(), board.clone());
        let take_pod = move |change| pods.write(|objects| objects.pods.take(change));
        let take_job = move |change| jobs.write(|objects| objects.jobs.take(change));
        let pods = keep(watch(&cluster.pods()), observer.clone(), run.to_owned(), take_pod);
        let jobs = keep(watch(&cluster.jobs()), observer.clone(), run.to_owned(), take_job);
        let watches = vec![
            tokio::spawn(until_denied(pods, board.clone())),
            tokio::spawn(until_denied(jobs, board.clone())),
        ];
        let (cluster, run, observer) = (cluster.clone(), run.to_owned(), observer.clone());
        Arc::new(Self { cluster, run, observer, board, version, watches: Mutex::new(watches) })
    }

    /// Begins to watch the namespace's warnings. They cannot be chosen by label, so they are asked for only when needed.
    pub(super) fn watch_warnings(&self) {
        if std::mem::replace(&mut self.board.objects().warned, true) {
            return;
        }
        let board = self.board.clone();
        let prefix = shared_prefix(&self.run).to_owned();
        let is_ours = move |event: &Event| event.involved_object.name.starts_with(&prefix);
        let take = move |change: Change<Event>| {
            let ours = match change {
                Change::All(events) => Change::All(events.into_iter().filter(&is_ours).collect()),
                Change::Put(event) | Change::Gone(event) if !is_ours(&event) => return,
                ours => ours,
            };
            board.write(|objects| objects.warnings.take(ours));
        };
        let watch = Watch::new(&self.cluster, &self.cluster.events(), "fieldSelector=type%3DWarning");
        let watch = keep(watch, self.observer.clone(), self.run.clone(), take);
        // Who may not read events is told less, which is no reason to stop.
        let task = tokio::spawn(async { _ = watch.await });
        self.watches.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Becomes ready with each change from now on.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.version.clone()
    }

    /// The pods of an action, oldest first.
    pub(super) fn pods(&self, action: &str) -> Vec<Arc<Pod>> {
        let objects = self.board.objects();
        let own = |pod: &&Arc<Pod>| pod.label(labels::ACTION) == Some(action);
        let mut pods: Vec<_> = objects.pods.known.values().filter(own).cloned().collect();
        pods.sort_by_key(|pod| pod.age());
        pods
    }

    /// The Job of an action, where one was seen.
    pub(super) fn job(&self, action: &str) -> Option<Arc<Job>> {
        self.board.objects().jobs.known.get(action).cloned()
    }

    /// The warnings about an object that were given after this time, oldest first.
    pub(super) fn warnings(&self, uid: &str, after: Option<Timestamp>) -> Vec<Event> {
        let objects = self.board.objects();
        let about = |event: &&Arc<Event>| {
            event.involved_object.uid == uid && (after.is_none() || event.given() > after)
        };
        let mut warnings: Vec<_> = objects.warnings.known.values().filter(about).collect();
        warnings.sort_by_key(|event| event.given());
        warnings.into_iter().map(|event| event.as_ref().clone()).collect()
    }

    /// Whether the run's pods and Jobs have been listed.
    pub(super) fn is_whole(&self) -> bool {
        let objects = self.board.objects();
        objects.pods.complete && objects.jobs.complete
    }

    /// Why nothing will be seen any more.
    pub(super) fn denied(&self) -> Option<Error> {
        self.board.objects().denied.clone()
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        for watch in self.watches.get_mut().unwrap_or_else(PoisonError::into_inner) {
            watch.abort();
        }
    }
}

async fn until_denied(watch: impl Future<Output = Error>, board: Arc<Board>) {
    let denied = watch.await;
    board.write(|objects| objects.denied = Some(denied));
}

/// What the names of all actions of a run begin with: the run's name, which a call's name may shorten.
fn shared_prefix(run: &str) -> &str {
    const SHORTEST: usize = 40;
    run.get(..SHORTEST).unwrap_or(run)
}
