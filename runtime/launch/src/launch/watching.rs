//! One watch that is kept up: resumed where it was cut, begun anew where its place is forgotten, ended where it is denied.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use kube::Api;
use kube::runtime::watcher;

use crate::cluster::{Cluster, Error, Fault};
use crate::observe::{Event, Observer};

/// The first and the longest wait before a watch is asked for again.
const WAITS: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));
/// How often the server may deny a watch before it is believed: one that is starting up denies for a moment.
const DENIALS: u32 = 4;

/// Passes what is watched to `take`, until the server denies it.
pub(super) async fn keep<T>(
    cluster: Cluster,
    config: watcher::Config,
    mut tell: Tell,
    take: impl Fn(watcher::Event<T>),
) -> Error
where
    T: kube::Resource<Scope = k8s_openapi::NamespaceResourceScope> + Clone + std::fmt::Debug + Send + 'static,
    T: serde::de::DeserializeOwned,
    T::DynamicType: Default,
{
    let api = Api::<T>::namespaced(cluster.client(), cluster.namespace());
    let mut events = watcher(api, config).boxed();
    let mut denials = 0;
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
                (denials, wait) = (0, WAITS.0);
                tell.back();
                take(event);
                continue;
            }
            Err(error) => error,
        };
        let fault = fault(cluster.server(), &error);
        if fault.as_ref().is_some_and(Fault::is_denial) {
            denials += 1;
        }
        // A place in the watch that is forgotten is no trouble: what there is is listed again.
        if let Some(fault) = fault.filter(|fault| !fault.is_expired()) {
            let error = fault.into_error(cluster.server(), "a look at the run");
            if denials >= DENIALS {
                return error;
            }
            tell.lost(&error);
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

/// Tells an observer once that the server is away, and once that it is back.
pub(super) struct Tell {
    observer: Arc<dyn Observer>,
    run: String,
    /// The failures since the last answer. A single one is a connection that was cut, which is of no interest.
    failures: u32,
}

impl Tell {
    pub(super) fn new(observer: &Arc<dyn Observer>, run: &str) -> Self {
        Self { observer: observer.clone(), run: run.to_owned(), failures: 0 }
    }

    fn lost(&mut self, error: &Error) {
        self.failures += 1;
        if self.failures == 2 {
            self.observer.event(&self.run, Event::Disconnected(&error.to_string()));
        }
    }

    fn back(&mut self) {
        if self.failures >= 2 {
            self.observer.event(&self.run, Event::Reconnected);
        }
        self.failures = 0;
    }
}
