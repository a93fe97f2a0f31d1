//! Keeps a result that does not fit a termination message, for the program in the pod.

use serde_json::{Value, json};

use crate::cluster::{Cluster, Error};
use crate::job::LARGEST_CONFIG_MAP;
use crate::observe::Silent;
use crate::wire::{Order, Report, crc32};

impl Cluster {
    /// Puts a result into a ConfigMap that the action's Job owns, and gives the report that says where it is.
    pub async fn store_result(&self, order: &Order, job_uid: &str, value: &Value) -> Result<Report, Error> {
        let text = value.to_string();
        if text.len() > LARGEST_CONFIG_MAP {
            return Err(Error::TooLarge {
                what: "the result".to_owned(),
                size: text.len(),
                limit: LARGEST_CONFIG_MAP,
            });
        }
        let checksum = crc32(text.as_bytes());
        // An attempt that comes to another value than one before it keeps it beside the other's.
        let name = format!("{}-result-{checksum:08x}", order.action);
        let report = Report::Stored { config_map: name.clone(), length: text.len(), checksum };
        let config_map = json!({
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": name,
                "labels": {"app.kubernetes.io/managed-by": "podwright", crate::job::labels::RUN: order.run},
                "ownerReferences": crate::job::owner(&order.action, job_uid),
            },
            "immutable": true,
            "data": {"result": text},
        });
        // An earlier attempt may have put the same there and died before it could say so.
        self.put(&Silent, &self.config_maps(), &config_map, "the result").await?;
        Ok(report)
    }
}
