//! What is seen of a run: its pods and Jobs, kept up to date by one watch of each, however many actions are followed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::StreamExt;
use kube::Api;
use kube::runtime::watcher;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cluster::objects::{Job, Pod, WATCH_SECONDS};
use crate::cluster::{Cluster, Error, Fault};
use crate::job::labels;
use crate::observe::{Event, Observer};

/// The newest state of a run's pods and Jobs.
pub(super) struct Seen {
    objects: Arc<Mutex<Objects>>,
    version: watch::Receiver<u64>,
    watches: [JoinHandle<()>; 2],
}

#[derive(Default)]
struct Objects {
    pods: Kind<Pod>,
    jobs: Kind<Job>,
    /// Why the server lets us see nothing more.
    denied: Option<Error>,
}

/// The objects of one kind, by name.
struct Kind<T> {
    known: HashMap<String, Arc<T>>,
    /// While a list is read: what it has had so far.
    listed: HashMap<String, Arc<T>>,
    /// Whether a whole list has been read.
    complete: bool,
}

impl<T> Default for Kind<T> {
    fn default() -> Self {
        Self { known: HashMap::new(), listed: HashMap::new(), complete: false }
    }
}

impl<T> Kind<T> {
    fn take(&mut self, event: watcher::Event<T>, name: impl Fn(&T) -> String) {
        match event {
            watcher::Event::Apply(object) => _ = self.known.insert(name(&object), Arc::new(object)),
            watcher::Event::Delete(object) => _ = self.known.remove(&name(&object)),
            watcher::Event::Init => self.listed.clear(),
            watcher::Event::InitApply(object) => _ = self.listed.insert(name(&object), Arc::new(object)),
            watcher::Event::InitDone => {
                self.known = std::mem::take(&mut self.listed);
                self.complete = true;
            }
        }
    }
}

impl Seen {
    pub(super) fn watch(cluster: &Cluster, run: &str, observer: &Arc<dyn Observer>) -> Arc<Self> {
        let objects = Arc::new(Mutex::new(Objects::default()));
        let (changed, version) = watch::channel(0);
        let config =
            watcher::Config::default().labels(&format!("{}={run}", labels::RUN)).timeout(WATCH_SECONDS);
        let pods = Api::<Pod>::namespaced(cluster.client(), cluster.namespace());
        let jobs = Api::<Job>::namespaced(cluster.client(), cluster.namespace());
        let watches = [
            tokio::spawn(keep(
                pods,
                cluster.server().to_owned(),
                config.clone(),
                objects.clone(),
                changed.clone(),
                told(observer, run),
                |objects, event| {
                    objects.pods.take(event, |pod| pod.name().to_owned());
                },
            )),
            tokio::spawn(keep(
                jobs,
                cluster.server().to_owned(),
                config,
                objects.clone(),
                changed,
                told(observer, run),
                |objects, event| {
                    objects.jobs.take(event, |job| job.name().to_owned());
                },
            )),
        ];
        Arc::new(Self { objects, version, watches })
    }

    fn objects(&self) -> MutexGuard<'_, Objects> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Becomes ready with each change from now on.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.version.clone()
    }

    /// The pods of an action, oldest first.
    pub(super) fn pods(&self, action: &str) -> Vec<Arc<Pod>> {
        let mut pods: Vec<_> = self
            .objects()
            .pods
            .known
            .values()
            .filter(|pod| pod.label(labels::ACTION) == Some(action))
            .cloned()
            .collect();
        pods.sort_by_key(|pod| (pod.created(), pod.name().to_owned()));
        pods
    }

    /// The Job of an action, where one was seen.
    pub(super) fn job(&self, action: &str) -> Option<Arc<Job>> {
        self.objects().jobs.known.get(action).cloned()
    }

    /// Whether the run's pods and Jobs have been listed.
    pub(super) fn is_whole(&self) -> bool {
        let objects = self.objects();
        objects.pods.complete && objects.jobs.complete
    }

    /// Why nothing will be seen any more.
    pub(super) fn denied(&self) -> Option<Error> {
        self.objects().denied.clone()
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        for watch in &self.watches {
            watch.abort();
        }
    }
}

/// Says that the connection was lost, and that it is back.
type Tell = Box<dyn FnMut(Option<String>) + Send>;

fn told(observer: &Arc<dyn Observer>, run: &str) -> Tell {
    let (observer, run) = (observer.clone(), run.to_owned());
    let mut lost = false;
    Box::new(move |error| match error {
        Some(error) if !lost => {
            lost = true;
            observer.event(&run, Event::Disconnected(&error));
        }
        None if lost => {
            lost = false;
            observer.event(&run, Event::Reconnected);
        }
        _ => {}
    })
}

/// How often the server may deny a watch before it is believed.
const DENIALS: u32 = 3;

/// The error of a server that takes neither the credentials nor the request.
fn denial(server: &str, error: &watcher::Error) -> Option<Error> {
    let fault = match error {
        watcher::Error::InitialListFailed(error)
        | watcher::Error::WatchStartFailed(error)
        | watcher::Error::WatchFailed(error) => Fault::of_kube(server, error),
        _ => return None,
    };
    fault.is_denial().then(|| fault.into_error(server, "a look at the run's pods"))
}

async fn keep<T>(
    api: Api<T>,
    server: String,
    config: watcher::Config,
    objects: Arc<Mutex<Objects>>,
    changed: watch::Sender<u64>,
    mut tell: Tell,
    take: impl Fn(&mut Objects, watcher::Event<T>),
) where
    T: kube::Resource + Clone + std::fmt::Debug + serde::de::DeserializeOwned + Send + 'static,
{
    use kube::runtime::WatchStreamExt;
    let mut events = watcher(api, config).default_backoff().boxed();
    let mut failures = 0;
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                failures = 0;
                tell(None);
                take(&mut objects.lock().unwrap_or_else(PoisonError::into_inner), event);
                changed.send_modify(|version| *version += 1);
            }
            Err(error) => {
                failures += 1;
                // A watch that ends is asked for again; one that cannot be had again is worth a word.
                if failures > 1 {
                    tell(Some(error.to_string()));
                }
                // A server that is starting up may deny for a moment.
                if failures > DENIALS
                    && let Some(denied) = denial(&server, &error)
                {
                    objects.lock().unwrap_or_else(PoisonError::into_inner).denied = Some(denied);
                    changed.send_modify(|version| *version += 1);
                    return;
                }
            }
        }
    }
}
