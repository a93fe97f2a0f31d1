//! The logs of an action's containers, followed while they run: nothing lost, nothing twice, across cut connections.

mod lines;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures::AsyncBufReadExt;
use tokio::task::JoinHandle;

use crate::cluster::Cluster;
use crate::cluster::objects::{Object as _, Pod};
use crate::launch::Logs;
use crate::observe::{Event, Observer};
use lines::Lines;

/// The wait before a log is asked for again.
const PAUSE: Duration = Duration::from_millis(300);

/// Follows the logs of the pods that it is shown.
pub(crate) struct Tail {
    cluster: Cluster,
    observer: Arc<dyn Observer>,
    action: String,
    logs: Logs,
    /// Whether a log that still grows is waited for.
    follow: bool,
    followed: HashMap<(String, String), Followed>,
    /// How many lines were read, of all.
    read: Arc<AtomicU64>,
}

struct Followed {
    ended: Arc<AtomicBool>,
    /// Gives whether the log was read to its end.
    task: JoinHandle<bool>,
}

impl Tail {
    pub(crate) fn new(cluster: &Cluster, observer: &Arc<dyn Observer>, action: &str, logs: Logs) -> Self {
        Self {
            cluster: cluster.clone(),
            observer: observer.clone(),
            action: action.to_owned(),
            logs,
            follow: true,
            followed: HashMap::new(),
            read: Arc::default(),
        }
    }

    /// Begins to follow the containers that run now, and remembers those that have ended.
    pub(crate) fn pods(&mut self, pods: &[Arc<Pod>], primary: &str) {
        if self.logs == Logs::None {
            return;
        }
        for pod in pods {
            for status in pod.status.init_container_statuses.iter().chain(&pod.status.container_statuses) {
                let ended = status.state.terminated.is_some();
                if (status.name == primary || self.logs == Logs::All)
                    && (ended || status.state.running.is_some())
                {
                    self.container(pod.name(), &status.name, status.name == primary, ended);
                }
            }
        }
    }

    fn container(&mut self, pod: &str, container: &str, is_primary: bool, ended: bool) {
        let key = (pod.to_owned(), container.to_owned());
        let followed = self.followed.entry(key).or_insert_with(|| {
            let ended = Arc::new(AtomicBool::new(false));
            let container = Container {
                cluster: self.cluster.clone(),
                observer: self.observer.clone(),
                action: self.action.clone(),
                pod: pod.to_owned(),
                container: container.to_owned(),
                is_primary,
                follow: self.follow,
                ended: ended.clone(),
                read: self.read.clone(),
            };
            Followed { ended, task: tokio::spawn(async move { container.follow_to_its_end().await }) }
        });
        followed.ended.fetch_or(ended, Ordering::Relaxed);
    }

    /// Waits for the last lines, but no longer than this for each. Whether they all came.
    pub(crate) async fn finish(self, limit: Duration) -> bool {
        let ended = |followed: &Followed| followed.ended.load(Ordering::Relaxed);
        let (ended, running): (Vec<_>, Vec<_>) = self.followed.into_values().partition(ended);
        for followed in running {
            followed.task.abort();
        }
        let mut all = futures::future::join_all(ended.into_iter().map(|followed| followed.task));
        loop {
            let before = self.read.load(Ordering::Relaxed);
            match tokio::time::timeout(limit, &mut all).await {
                Ok(whole) => return whole.into_iter().all(Result::unwrap_or_default),
                Err(_) if before == self.read.load(Ordering::Relaxed) => return false,
                Err(_) => {}
            }
        }
    }
}

/// What the containers of these pods have logged until now. Whether all of it came.
pub(crate) async fn so_far(
    cluster: &Cluster,
    observer: &Arc<dyn Observer>,
    pods: &[Arc<Pod>],
    primary: &str,
    logs: Logs,
    limit: Duration,
) -> bool {
    let mut whole = true;
    for pod in pods {
        let mut tail = Tail::new(cluster, observer, pod.name(), logs);
        tail.follow = false;
        tail.pods(std::slice::from_ref(pod), primary);
        for followed in tail.followed.values() {
            followed.ended.store(true, Ordering::Relaxed);
        }
        whole &= tail.finish(limit).await;
    }
    whole
}

/// One container's log.
struct Container {
    cluster: Cluster,
    observer: Arc<dyn Observer>,
    action: String,
    pod: String,
    container: String,
    is_primary: bool,
    follow: bool,
    ended: Arc<AtomicBool>,
    read: Arc<AtomicU64>,
}

impl Container {
    /// Whether it came to its end.
    async fn follow_to_its_end(&self) -> bool {
        const TRIES_AFTER_END: u32 = 3;
        let mut lines = Lines::default();
        let mut tries = TRIES_AFTER_END;
        let mut ended = false;
        while tries > 0 && !ended {
            let had_ended = !self.follow || self.ended.load(Ordering::Relaxed);
            let whole = self.stream(&mut lines).await;
            ended = had_ended && whole;
            if had_ended && !whole {
                tries -= 1;
            }
            if tries > 0 && !ended {
                tokio::time::sleep(PAUSE).await;
            }
        }
        if let Some(rest) = lines.rest() {
            self.say(&rest);
        }
        ended
    }

    fn say(&self, line: &str) {
        self.read.fetch_add(1, Ordering::Relaxed);
        let event = Event::Log { container: &self.container, is_primary: self.is_primary, line };
        self.observer.event(&self.action, event);
    }

    /// Reads until the stream ends; whether it ended by itself.
    async fn stream(&self, lines: &mut Lines) -> bool {
        let since = lines.since().map(|since| format!("&sinceTime={since}")).unwrap_or_default();
        let path = format!(
            "/api/v1/namespaces/{}/pods/{}/log?container={}&follow={}&timestamps=true{since}",
            self.cluster.namespace(),
            self.pod,
            self.container,
            self.follow
        );
        let request = http::Request::get(path).body(Vec::new()).expect("names of Kubernetes are URL-safe");
        let Ok(mut stream) = self.cluster.client().request_stream(request).await.map(Box::pin) else {
            return false;
        };
        lines.reconnected();
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            match stream.read_until(b'\n', &mut bytes).await {
                Ok(0) => return !lines.were_withheld(),
                Ok(_) => {
                    if let Some(line) = lines.take(&bytes) {
                        if line.after_gap {
                            self.observer.event(&self.action, Event::LogGap { container: &self.container });
                        }
                        self.say(&line.text);
                    }
                }
                Err(_) => return false,
            }
        }
    }
}
