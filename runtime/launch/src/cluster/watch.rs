//! A list of objects and the changes to it from there on: each change once, in the server's order, across cut connections.
//!
//! It repeats nothing that failed and knows no patience: whoever asks decides when to ask again.

use std::time::Duration;

use form_urlencoded::byte_serialize;
use futures::AsyncBufReadExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::Instant;

use super::objects::List;
use super::request::Stream;
use super::{Ask, Cluster, Error, Fault};

/// How long the server keeps a watch open. Short, so that a connection that died is noticed soon after.
pub(crate) const WATCH_SECONDS: u32 = 55;
/// How many objects are listed at once: an answer's time is limited.
const PAGE: u32 = 500;
/// A watch that ends sooner than this without a word was refused, by something in between that does not say so.
const SHORT: Duration = Duration::from_secs(1);

/// What a watch tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change<T> {
    /// These are all there are: what was known before and is not among them is gone.
    All(Vec<T>),
    /// This one is new, or has changed.
    Put(T),
    /// This one is gone.
    Gone(T),
}

/// The objects of one kind that a selector chooses.
pub(crate) struct Watch {
    cluster: Cluster,
    /// The path of the objects, with the selector for its query.
    path: String,
    /// The `resourceVersion` up to which everything was told; `None` where only a list can tell what there is.
    place: Option<String>,
    open: Option<Open>,
}

/// A watch that the server keeps open.
struct Open {
    stream: Stream,
    since: Instant,
    has_told: bool,
    line: Vec<u8>,
}

/// One line of it: a `metav1.WatchEvent`.
#[derive(Deserialize)]
struct Told {
    #[serde(rename = "type")]
    kind: String,
    object: Value,
}

impl Watch {
    /// Watches the objects at a path of the API; `selector` is part of a query, like `labelSelector=a%3Db`.
    pub(crate) fn new(cluster: &Cluster, path: &str, selector: &str) -> Self {
        Self { cluster: cluster.clone(), path: format!("{path}?{selector}"), place: None, open: None }
    }

    pub(crate) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Waits for the next change. `None` says that the server answered, and that nothing has changed yet.
    ///
    /// After an error the same call goes on from the same place, or with a new list where the server has forgotten the place.
    pub(crate) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<Change<T>>, Fault> {
        let told = self.tell().await;
        if let Err(fault) = &told {
            self.open = None;
            // What will fail again from this place may not fail from a new one.
            if !fault.is_transient() && !fault.is_denial() {
                self.place = None;
            }
        }
        told
    }

    async fn tell<T: DeserializeOwned>(&mut self) -> Result<Option<Change<T>>, Fault> {
        loop {
            let Some(place) = &self.place else { return self.list().await.map(Some) };
            let Some(open) = &mut self.open else {
                self.open = Some(Open::at(&self.cluster, &self.path, place).await?);
                return Ok(None);
            };
            if open.has_line().await {
                return self.take();
            }
            let is_refused = !open.has_told && open.since.elapsed() < SHORT;
            self.open = None;
            if is_refused {
                let (server, reason) = (self.cluster.server().to_owned(), "a watch ended at once".to_owned());
                return Err(Fault::Silence(Error::Trouble { server, reason }));
            }
        }
    }

    async fn list<T: DeserializeOwned>(&mut self) -> Result<Change<T>, Fault> {
        let mut objects = Vec::new();
        let mut rest = String::new();
        loop {
            let path = format!("{}&limit={PAGE}{rest}", self.path);
            let page = self.cluster.ask(Ask::Get, &path).await?;
            let list: List<T> = self.read(page)?;
            objects.extend(list.items);
            if list.metadata.rest.is_empty() {
                self.place = Some(list.metadata.resource_version);
                return Ok(Change::All(objects));
            }
            rest = format!("&continue={}", byte_serialize(list.metadata.rest.as_bytes()).collect::<String>());
        }
    }

    /// What the line that has come says. The place moves on with it.
    fn take<T: DeserializeOwned>(&mut self) -> Result<Option<Change<T>>, Fault> {
        let line = self.open.as_ref().map(|open| open.line.as_slice()).unwrap_or_default();
        let told: Told = serde_json::from_slice(line).map_err(|error| self.unexpected(error.to_string()))?;
        if told.kind == "ERROR" {
            // The rest of the stream is lost, whatever the reason: only a list tells for certain what there is.
            self.place = None;
            return Err(Fault::Answer(self.read(told.object)?));
        }
        let place = told.object["metadata"]["resourceVersion"].as_str().map(str::to_owned);
        let place = place.ok_or_else(|| self.unexpected("an object without a resourceVersion".to_owned()))?;
        let change = match told.kind.as_str() {
            "ADDED" | "MODIFIED" => Some(Change::Put(self.read(told.object)?)),
            "DELETED" => Some(Change::Gone(self.read(told.object)?)),
            _ => None, // a bookmark
        };
        self.place = Some(place);
        Ok(change)
    }

    fn read<T: DeserializeOwned>(&self, answer: Value) -> Result<T, Fault> {
        self.cluster.read(answer).map_err(Fault::Silence)
    }

    fn unexpected(&self, reason: String) -> Fault {
        Fault::Silence(self.cluster.unexpected(reason))
    }
}

impl Open {
    /// Opens the watch of what a path names, from a place on.
    async fn at(cluster: &Cluster, path: &str, place: &str) -> Result<Self, Fault> {
        let path = format!(
            "{path}&watch=true&allowWatchBookmarks=true&timeoutSeconds={WATCH_SECONDS}&resourceVersion={place}",
        );
        let stream = cluster.in_time(cluster.stream(&path)).await?;
        Ok(Self { stream, since: Instant::now(), has_told: false, line: Vec::new() })
    }

    /// Waits for a whole line; there is none where the stream has ended, or was cut.
    async fn has_line(&mut self) -> bool {
        self.line.clear();
        let read = self.stream.read_until(b'\n', &mut self.line).await;
        let is_whole = read.is_ok() && self.line.ends_with(b"\n");
        self.has_told |= is_whole;
        is_whole
    }
}

#[cfg(test)]
mod tests;
