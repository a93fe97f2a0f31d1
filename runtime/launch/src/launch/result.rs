//! A report → the outcome: the value itself, or fetched from where the report says that it is.

use podwright_rules::formats::name;

use crate::action::{Failure, FailureKind, Outcome};
use crate::cluster::{Ask, Cluster, Error, Lost};
use crate::wire::{Report, crc32};

pub(super) async fn fetch(cluster: &Cluster, report: Report, lost: &dyn Lost) -> Result<Outcome, Error> {
    let (config_map, length, checksum) = match report {
        Report::Returned(value) => return Ok(Outcome::Returned(value.to_string())),
        Report::Failed(failure) => return Ok(Outcome::Failed(failure)),
        Report::Stored { config_map, length, checksum } => (config_map, length, checksum),
    };
    // A container can write what it wants into its message.
    if name::subdomain(&config_map).is_err() {
        return Ok(gone(&config_map));
    }
    let path = format!("{}/{config_map}", cluster.config_maps());
    let stored = match cluster.patiently(lost, Ask::Get, &path).await {
        Ok(stored) => stored,
        Err(fault) if fault.is_not_found() => return Ok(gone(&config_map)),
        Err(fault) => return Err(fault.into_error(cluster.server(), "the result")),
    };
    match stored["data"]["result"].as_str() {
        Some(text) if text.len() == length && crc32(text.as_bytes()) == checksum => {
            Ok(Outcome::Returned(text.to_owned()))
        }
        _ => Ok(gone(&config_map)),
    }
}

fn gone(config_map: &str) -> Outcome {
    let message = format!("the ConfigMap `{config_map}` no longer holds the result that was put there");
    Outcome::Failed(Failure::new(FailureKind::Result, message, "start a new run"))
}
