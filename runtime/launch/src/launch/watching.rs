//! One watch that is kept up: resumed where it was cut, begun anew where its place is forgotten, ended where it is denied.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::Peekable;
use futures::{Stream, StreamExt};
use kube::Api;
use kube::runtime::watcher;

use crate::cluster::{Ask, Cluster, Error, Fault, Lost};
use crate::observe::{Event, Observer};

/// The first and the longest wait before a watch is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
/// How long a watch that was asked for again may say nothing before the server is asked whether it is there.
const QUIET: Duration = Duration::from_secs(1);
/// How often the server may deny a watch before it is believed: one that is starting up denies for a moment.
const DENIALS: u32 = 4;

/// Passes what is watched to `take`, until the server denies it.
pub(super) async fn keep<T>(
    cluster: Cluster,
    config: watcher::Config,
    tell: Tell,
    take: impl Fn(watcher::Event<T>),
) -> Error
where
    T: kube::Resource<Scope = k8s_openapi::NamespaceResourceScope> + Clone + std::fmt::Debug + Send + 'static,
    T: serde::de::DeserializeOwned,
    T::DynamicType: Default,
{
    let api = Api::<T>::namespaced(cluster.client(), cluster.namespace());
    let mut events = watcher(api, config).boxed().peekable();
    let (mut denials, mut tries) = (0, 0);
    let mut wait = WAITS.0;
    loop {
        if tries > 0 && stands(&cluster, &mut events).await {
            (tries, wait) = (0, WAITS.0);
            cluster.answered(&tell);
        }
        let error = match events.next().await {
            None => return ended(cluster.server()),
            Some(Ok(event)) => {
                // The start of a list is said before anything was asked of the server.
                if !matches!(event, watcher::Event::Init) {
                    (denials, tries, wait) = (0, 0, WAITS.0);
                    cluster.answered(&tell);
                }
                take(event);
                continue;
            }
            Some(Err(error)) => error,
        };
        match fault(cluster.server(), &error) {
            Some(fault) if fault.is_denial() => {
                denials += 1;
                if denials >= DENIALS {
                    return fault.into_error(cluster.server(), "a look at the run");
                }
            }
            // A place in the watch that is forgotten is no trouble: what there is is listed again.
            Some(fault) if !fault.is_expired() => {
                tries += 1;
                if let Err(fault) = cluster.silent(&tell, tries, fault) {
                    return fault.into_error(cluster.server(), "a look at the run");
                }
            }
            _ => {}
        }
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(WAITS.1);
    }
}

/// Whether a watch that was asked for again has nothing to say and the server answers: a watch of what does not change is
/// silent when it stands.
async fn stands<S: Stream + Unpin>(cluster: &Cluster, events: &mut Peekable<S>) -> bool {
    while tokio::time::timeout(QUIET, Pin::new(&mut *events).peek()).await.is_err() {
        match cluster.ask(Ask::Get, "/version").await {
            Err(fault) if fault.is_transient() => {}
            // Be it that it denies this.
            _ => return true,
        }
    }
    false
}

fn ended(server: &str) -> Error {
    Error::Trouble { server: server.to_owned(), reason: "the watch ended".to_owned() }
}

fn fault(server: &str, error: &watcher::Error) -> Option<Fault> {
    match error {
        watcher::Error::InitialListFailed(error)
        | watcher::Error::WatchStartFailed(error)
        | watcher::Error::WatchFailed(error) => Some(Fault::of_kube(server, error)),
        watcher::Error::WatchError(status) => Some(Fault::of_kube(server, &kube::Error::Api(status.clone()))),
        watcher::Error::NoResourceVersion => None,
    }
}

/// Passes the server's silence on to an observer.
pub(super) struct Tell {
    observer: Arc<dyn Observer>,
    run: String,
}

impl Tell {
    pub(super) fn new(observer: &Arc<dyn Observer>, run: &str) -> Self {
        Self { observer: observer.clone(), run: run.to_owned() }
    }
}

impl Lost for Tell {
    fn lost(&self, error: &Error) {
        self.observer.event(&self.run, Event::Disconnected(error));
    }

    fn back(&self) {
        self.observer.event(&self.run, Event::Reconnected);
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU32, Ordering};

    use http::{Request, Response};
    use kube::Client;
    use kube::client::Body;
    use serde_json::json;

    use super::*;
    use crate::cluster::objects::Pod;

    #[derive(Default)]
    struct Heard(Mutex<Vec<String>>);

    impl Observer for Heard {
        fn event(&self, _: &str, event: Event<'_>) {
            self.0.lock().unwrap().push(format!("{event:?}"));
        }
    }

    /// A cluster in which nothing happens, and whose first two watches are cut.
    fn cut_twice() -> Cluster {
        let watches = Arc::new(AtomicU32::new(0));
        Cluster::scripted(Client::new(
            tower::service_fn(move |request: Request<Body>| {
                let watch = request.uri().query().unwrap_or_default().contains("watch=");
                let at = if watch { watches.fetch_add(1, Ordering::Relaxed) } else { 0 };
                async move {
                    match (watch, at) {
                        (true, 0) => return Err(io::Error::other("cut")),
                        (true, 1) => {
                            tokio::time::sleep(QUIET * 2).await;
                            return Err(io::Error::other("cut"));
                        }
                        (true, _) => std::future::pending().await,
                        (false, _) => {}
                    }
                    let body = json!({"metadata": {"resourceVersion": "1"}, "items": []});
                    Ok(Response::new(Body::from(body.to_string().into_bytes())))
                }
            }),
            "ns",
        ))
    }

    #[tokio::test]
    async fn a_watch_that_is_cut_now_and_then_while_nothing_happens_is_no_outage() {
        let heard = Arc::new(Heard::default());
        let observer: Arc<dyn Observer> = heard.clone();
        let tell = Tell::new(&observer, "run");
        let watch = keep(cut_twice(), watcher::Config::default(), tell, |_: watcher::Event<Pod>| {});
        assert!(tokio::time::timeout(QUIET * 4, watch).await.is_err(), "it goes on");
        assert_eq!(*heard.0.lock().unwrap(), Vec::<String>::new());
    }
}
