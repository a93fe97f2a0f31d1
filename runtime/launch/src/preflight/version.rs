//! Which Kubernetes the cluster runs.

use crate::cluster::{Ask, Cluster, Error};
use crate::observe::Silent;

/// The minor version of the cluster's Kubernetes 1: 35 of 1.35. `None` where the server does not say.
pub async fn version(cluster: &Cluster) -> Result<Option<u8>, Error> {
    match cluster.patiently(&Silent, Ask::Get, "/version").await {
        Ok(answer) => Ok(answer["major"]
            .as_str()
            .zip(answer["minor"].as_str())
            .and_then(|(major, of)| minor(major, of))),
        Err(fault) if fault.is_forbidden() => Ok(None),
        Err(fault) => Err(fault.into_error(cluster.server(), "the question for its version")),
    }
}

/// The minor as a number: some clusters append a mark to it (`33+`).
fn minor(major: &str, minor: &str) -> Option<u8> {
    let digits = minor.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    if major == "1" { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn a_minor_may_have_a_mark_behind_it() {
        assert_eq!(minor("1", "37"), Some(37));
        assert_eq!(minor("1", "33+"), Some(33));
        assert_eq!(minor("2", "1"), None);
        assert_eq!(minor("1", ""), None);
    }
}
