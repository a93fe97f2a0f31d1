//! Where the objects of a cluster's namespace are, and lists of them.

use serde::de::DeserializeOwned;

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
        let list: List<T> =
            read(list).map_err(|reason| Error::Unexpected { server: self.server().to_owned(), reason })?;
        Ok(list.items)
    }
}
