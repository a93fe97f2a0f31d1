//! Where the objects of a cluster's namespace are, and what is read and put there.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::objects::{List, read};
use super::{Ask, Cluster, Error, Fault, Lost};

/// How long an object whose owner is gone is waited for until it is gone too, and how often it is looked at.
const COLLECTED_WITHIN: Duration = Duration::from_secs(60);
const COLLECTING: Duration = Duration::from_millis(500);

impl Cluster {
    /// The Jobs.
    pub(crate) fn jobs(&self) -> String {
        format!("/apis/batch/v1/namespaces/{}/jobs", self.namespace())
    }

    /// One Job.
    pub(crate) fn job(&self, name: &str) -> String {
        format!("{}/{name}", self.jobs())
    }

    /// The pods.
    pub(crate) fn pods(&self) -> String {
        format!("/api/v1/namespaces/{}/pods", self.namespace())
    }

    /// The events, as the core group has them.
    pub(crate) fn events(&self) -> String {
        format!("/api/v1/namespaces/{}/events", self.namespace())
    }

    /// The ConfigMaps.
    pub(crate) fn config_maps(&self) -> String {
        format!("/api/v1/namespaces/{}/configmaps", self.namespace())
    }

    /// The objects at a path that have this label; `what` they are, for an error.
    pub(crate) async fn labelled<T: DeserializeOwned>(
        &self,
        lost: &dyn Lost,
        path: &str,
        (label, value): (&str, &str),
        what: &str,
    ) -> Result<Vec<T>, Error> {
        let path = format!("{path}?labelSelector={label}%3D{value}");
        let list = self.patiently(lost, Ask::Get, &path).await;
        let list = list.map_err(|fault| fault.into_error(self.server(), what))?;
        self.read::<List<T>>(list).map(|list| list.items)
    }

    /// Creates an object that has an owner, unless one of its name and its owner is there; `what` it is, for an error.
    ///
    /// One of another owner is left from a Job of the same name that was deleted: the garbage collector takes it within
    /// moments, and it is waited for.
    pub(crate) async fn put(
        &self,
        lost: &dyn Lost,
        path: &str,
        object: &Value,
        what: &str,
    ) -> Result<(), Error> {
        let name = object["metadata"]["name"].as_str().unwrap_or_default();
        let owner = &object["metadata"]["ownerReferences"][0]["uid"];
        let of_this = |fault: Fault| fault.into_error(self.server(), what);
        let begun = Instant::now();
        loop {
            match self.patiently(lost, Ask::Post(object), path).await {
                Ok(_) => return Ok(()),
                Err(fault) if fault.is_already_exists() => {}
                Err(fault) => return Err(of_this(fault)),
            }
            match self.patiently(lost, Ask::Metadata, &format!("{path}/{name}")).await {
                Ok(there) if there["metadata"]["ownerReferences"][0]["uid"] == *owner => return Ok(()),
                Ok(_) if begun.elapsed() >= COLLECTED_WITHIN => {
                    return Err(Error::Taken { what: what.to_owned(), name: name.to_owned() });
                }
                Ok(_) => sleep(COLLECTING).await,
                Err(fault) if fault.is_not_found() => {}
                Err(fault) => return Err(of_this(fault)),
            }
        }
    }

    /// What an answer says.
    pub(crate) fn read<T: DeserializeOwned>(&self, answer: Value) -> Result<T, Error> {
        read(answer).map_err(|reason| self.unexpected(reason))
    }

    /// An answer that makes no sense, for this reason.
    pub(super) fn unexpected(&self, reason: String) -> Error {
        Error::Unexpected { server: self.server().to_owned(), reason }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::cluster::scripted::{Answer, scripted, status};
    use crate::observe::Silent;

    fn owned(owner: &str) -> Value {
        json!({"metadata": {"name": "i", "ownerReferences": [{"uid": owner}]}})
    }

    fn there(owner: &str) -> Answer {
        Answer::Object(200, owned(owner))
    }

    fn taken() -> Answer {
        Answer::Object(409, json!({"kind": "Status", "reason": "AlreadyExists", "code": 409}))
    }

    /// What comes of putting an object of the owner `new`, and how many requests that takes.
    async fn put(answers: Vec<Answer>) -> (Result<(), Error>, usize) {
        let (cluster, asked) = scripted(answers);
        let put = cluster.put(&Silent, &cluster.config_maps(), &owned("new"), "the input").await;
        let asked = asked.lock().unwrap().len();
        (put, asked)
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_there_from_the_same_owner_is_what_was_to_be_put() {
        assert_eq!(put(vec![Answer::Object(201, json!({}))]).await, (Ok(()), 1));
        assert_eq!(put(vec![taken(), there("new")]).await, (Ok(()), 2));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_left_from_another_owner_is_waited_for_until_it_is_gone() {
        let gone = Answer::Object(404, status(404, "not found"));
        let made = Answer::Object(201, json!({}));
        assert_eq!(put(vec![taken(), there("old"), taken(), gone, made]).await, (Ok(()), 5));
    }

    #[tokio::test(start_paused = true)]
    async fn what_another_owner_keeps_is_an_error() {
        let answers = (0..200).flat_map(|_| [taken(), there("other")]).collect();
        let taken = Error::Taken { what: "the input".into(), name: "i".into() };
        assert_eq!(put(answers).await, (Err(taken), 242));
    }
}
