//! Where the objects of a cluster's namespace are, and what is read and put there.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::objects::{List, read};
use super::{Ask, Cluster, Error, Lost};

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

    /// Creates an object at a path, unless one of its name is there; `what` it is, for an error.
    pub(crate) async fn put(
        &self,
        lost: &dyn Lost,
        path: &str,
        object: &Value,
        what: &str,
    ) -> Result<(), Error> {
        match self.patiently(lost, Ask::Post(object), path).await {
            Ok(_) => Ok(()),
            Err(fault) if fault.is_already_exists() => Ok(()),
            Err(fault) => Err(fault.into_error(self.server(), what)),
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
