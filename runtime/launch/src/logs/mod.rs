//! The logs of an action's containers, followed while they run: nothing lost, nothing twice, across cut connections.

mod lines;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::{AsyncBufReadExt, AsyncReadExt};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until};

use crate::cluster::objects::{List, Object as _, Pod};
use crate::cluster::{Ask, Backoff, Cluster, Stream};
use crate::launch::Logs;
use crate::observe::{Event, Observer};
use lines::{Lines, PIECE};

/// The first and the longest wait before a log is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(300), Duration::from_secs(5));
/// How long nothing must have come of a container that has ended until its stream is left: the kubelet looks only once a
/// second whether a container that it follows still runs (`logForceCheckPeriod`).
const QUIET: Duration = Duration::from_millis(100);

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
    ended: watch::Sender<bool>,
    /// Gives whether the log was read to its end, or it was said that it has none.
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

    /// Begins to follow the containers that run now, and remembers those that have ended or are gone.
    pub(crate) fn pods(&mut self, pods: &[Arc<Pod>], primary: &str) {
        if self.logs == Logs::None {
            return;
        }
        for ((pod, _), followed) in &self.followed {
            if !pods.iter().any(|there| there.name() == pod) {
                followed.ended.send_replace(true);
            }
        }
        for pod in pods {
            for status in pod.containers() {
                let ended = status.state.terminated.is_some();
                if (status.name == primary || self.logs == Logs::All)
                    && (ended || status.state.running.is_some())
                {
                    self.container(pod, &status.name, status.name == primary, ended);
                }
            }
        }
    }

    fn container(&mut self, pod: &Pod, container: &str, is_primary: bool, ended: bool) {
        let key = (pod.name().to_owned(), container.to_owned());
        let followed = self.followed.entry(key).or_insert_with(|| {
            let (sender, receiver) = watch::channel(ended);
            let container = Container {
                cluster: self.cluster.clone(),
                observer: self.observer.clone(),
                action: self.action.clone(),
                pod: pod.name().to_owned(),
                uid: pod.uid().to_owned(),
                container: container.to_owned(),
                is_primary,
                follow: self.follow,
                ended: receiver,
                read: self.read.clone(),
            };
            Followed { ended: sender, task: tokio::spawn(async move { container.follow_to_its_end().await }) }
        });
        if ended {
            followed.ended.send_replace(true);
        }
    }

    /// Waits for the last lines, but no longer than this for each. Whether they all came.
    pub(crate) async fn finish(self, limit: Duration) -> bool {
        let ended = |followed: &Followed| *followed.ended.borrow();
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
            followed.ended.send_replace(true);
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
    /// The pod's.
    uid: String,
    container: String,
    is_primary: bool,
    follow: bool,
    ended: watch::Receiver<bool>,
    read: Arc<AtomicU64>,
}

/// How much of a log came.
#[derive(PartialEq, Eq)]
enum Came {
    Nothing,
    /// It was left, or cut.
    Part,
    ToItsEnd,
    /// There is no such pod any more.
    Gone,
}

impl Container {
    /// Whether it came to its end, or it was said that there is none.
    async fn follow_to_its_end(&self) -> bool {
        const TRIES_AFTER_END: u32 = 3;
        let mut lines = Lines::default();
        let mut tries = TRIES_AFTER_END;
        let mut backoff = Backoff::new(WAITS.0, WAITS.1);
        let (mut whole, mut at_end) = (false, false);
        while tries > 0 && !whole {
            let had_ended = !self.follow || *self.ended.borrow();
            let came = self.stream(&mut lines, !had_ended).await;
            if came == Came::Gone && !at_end {
                let (pod, container) = (&self.pod, &self.container);
                self.observer.event(&self.action, Event::LogGone { pod, container });
            }
            whole = came == Came::Gone || had_ended && came == Came::ToItsEnd;
            at_end = came == Came::ToItsEnd;
            if came != Came::Nothing && lines.have_grown() {
                backoff.reset();
            }
            if had_ended {
                tries -= 1;
            }
            if tries > 0 && !whole {
                // After the end somebody waits for the rest.
                let wait = if had_ended { WAITS.0 } else { backoff.next() };
                tokio::select! {
                    () = sleep(wait) => {}
                    () = self.end(), if !had_ended => {}
                }
            }
        }
        if let Some(rest) = lines.rest() {
            self.say(&rest);
        }
        whole
    }

    fn say(&self, line: &str) {
        self.read.fetch_add(1, Ordering::Relaxed);
        let event = Event::Log { container: &self.container, is_primary: self.is_primary, line };
        self.observer.event(&self.action, event);
    }

    /// Is done when the container has ended.
    async fn end(&self) {
        // Where nobody says any more that it ends, its log is of no interest either.
        let _ = self.ended.clone().wait_for(|ended| *ended).await;
    }

    /// Is done when the container has ended and nothing has come for a moment.
    async fn quiet_end(&self, last: Instant) {
        self.end().await;
        sleep_until(last + QUIET).await;
    }

    /// Whether the server knows the pod no more. A kubelet that has just started does not know its pods yet, and answers for their logs
    /// as for those of pods that never were. A list takes no right that following does not take.
    async fn is_gone(&self) -> bool {
        let path = format!("{}?fieldSelector=metadata.name%3D{}", self.cluster.pods(), self.pod);
        let there = self.cluster.ask(Ask::MetadataList, &path).await.ok();
        let there = there.and_then(|list| self.cluster.read::<List<Pod>>(list).ok());
        there.is_some_and(|there| there.items.iter().all(|pod| pod.uid() != self.uid))
    }

    /// Reads until the stream ends, or has no more to give.
    async fn stream(&self, lines: &mut Lines, follow: bool) -> Came {
        let since = lines.since().map(|since| format!("&sinceTime={since}")).unwrap_or_default();
        let path = format!(
            "{}/{}/log?container={}&follow={follow}&timestamps=true{since}",
            self.cluster.pods(),
            self.pod,
            self.container,
        );
        // The answer to a container that logs nothing begins when it ends.
        let answer = tokio::select! {
            answer = self.cluster.stream(&path) => answer,
            () = self.quiet_end(Instant::now()), if follow => return Came::Nothing,
        };
        let mut stream = match answer {
            Ok(stream) => stream,
            Err(fault) if fault.is_not_found() && self.is_gone().await => return Came::Gone,
            Err(_) => return Came::Nothing,
        };
        lines.reconnected();
        let mut came = Came::Nothing;
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let read = tokio::select! {
                read = piece(&mut stream, &mut bytes) => read,
                () = self.quiet_end(Instant::now()), if follow => return came,
            };
            match read {
                Ok(0) if lines.were_withheld() => return Came::Nothing,
                Ok(0) => return Came::ToItsEnd,
                Ok(_) => {
                    came = Came::Part;
                    if let Some(line) = lines.take(&bytes) {
                        if line.after_gap {
                            self.observer.event(&self.action, Event::LogGap { container: &self.container });
                        }
                        self.say(&line.text);
                    }
                }
                Err(_) => return came,
            }
        }
    }
}

/// Reads a line, or as much of it as is taken at once.
async fn piece(stream: &mut Stream, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
    stream.take(PIECE as u64).read_until(b'\n', bytes).await
}

#[cfg(test)]
mod tests;
