//! One watch that is kept up: resumed where it was cut, begun anew where its place is forgotten, ended where it is denied.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use kube::Api;
use kube::runtime::watcher;

use crate::cluster::{Cluster, Error, Fault, Lost};
use crate::observe::{Event, Observer};

/// The first and the longest wait before a watch is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
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
    let mut events = watcher(api, config).boxed();
    let (mut denials, mut tries) = (0, 0);
    let mut wait = WAITS.0;
    loop {
        let Some(event) = events.next().await else {
            let reason = "the watch ended".to_owned();
            return Error::Trouble { server: cluster.server().to_owned(), reason };
        };
        let error = match event {
            // The start of a list is said before anything was asked of the server.
            Ok(watcher::Event::Init) => {
                take(watcher::Event::Init);
                continue;
            }
            Ok(event) => {
                (denials, tries, wait) = (0, 0, WAITS.0);
                cluster.answered(&tell);
                take(event);
                continue;
            }
            Err(error) => error,
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
