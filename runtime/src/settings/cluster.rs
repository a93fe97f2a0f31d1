//! The settings of a run on a cluster.

use std::path::PathBuf;
use std::time::Duration;

use clap::ArgMatches;

use podwright_image::{Compression, ConnectOptions};

use super::file;
use crate::build::Target;
use crate::error::{Error, Kind, Result};

/// The settings that a file may hold too, by the names they have there; a flag is the same name.
pub(crate) const NAMES: [&str; 11] = [
    "kubeconfig",
    "context",
    "namespace",
    "registry",
    "cluster-registry",
    "insecure-registries",
    "compression",
    "target",
    "build-command",
    "start-timeout",
    "outage-timeout",
];

/// The Kubernetes that the package's templates are for, which is a file's to say: the macros read it too.
pub(crate) const KUBERNETES: &str = "kubernetes";

/// What a run is told besides its input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) kubeconfig: Option<PathBuf>,
    pub(crate) context: Option<String>,
    pub(crate) namespace: Option<String>,
    /// Where images are pushed, as this machine names it: `127.0.0.1:5000/team`.
    pub(crate) registry: Option<String>,
    /// The same place as the cluster's nodes name it.
    pub(crate) cluster_registry: Option<String>,
    /// How registries are spoken to.
    pub(crate) connect: ConnectOptions,
    /// How layers are compressed; `None` leaves it to the link.
    pub(crate) compression: Option<Compression>,
    /// What the program is built for before it is packaged; none where the running one is packaged.
    pub(crate) targets: Vec<Target>,
    /// How it is built for a target, `{target}` in its place; `None` where cargo builds it as it was built before.
    pub(crate) build_command: Option<String>,
    /// How long a pod may take until its task begins.
    pub(crate) start_timeout: Duration,
    /// The minor version of Kubernetes that templates are for where no cluster is asked: 35 of `1.35`.
    pub(crate) kubernetes: Option<u8>,
    /// How long an API server is waited for that goes away while a run is followed.
    pub(crate) outage_timeout: Duration,
}

const START_TIMEOUT: Duration = Duration::from_secs(600);
/// A control plane of a single server that is upgraded is away for some minutes.
const OUTAGE_TIMEOUT: Duration = Duration::from_secs(600);

impl Settings {
    /// The settings of a command line (clap has looked at the environment already) and of the files.
    pub(crate) fn read(matches: &ArgMatches) -> Result<Self> {
        let files = file::read()?;
        let get = |name: &str| {
            let given = matches.try_get_one::<String>(name).ok().flatten().cloned();
            given.or_else(|| files.iter().find_map(|file| file.get(name).cloned()))
        };
        let duration = |name: &str, default| match get(name) {
            None => Ok(default),
            Some(text) => super::duration(name, &text),
        };
        let compression = get("compression").map(|text| text.parse()).transpose();
        let compression = compression.map_err(|why| Error::new(Kind::Usage, why))?;
        Ok(Self {
            compression,
            targets: targets(matches, get("target"))?,
            build_command: get("build-command"),
            kubeconfig: get("kubeconfig").map(PathBuf::from),
            context: get("context"),
            namespace: get("namespace"),
            registry: get("registry"),
            cluster_registry: get("cluster-registry"),
            connect: ConnectOptions::default()
                .with_insecure_registries(&get("insecure-registries").unwrap_or_default()),
            kubernetes: get(KUBERNETES).map(|version| minor(&version)).transpose()?,
            start_timeout: duration("start-timeout", START_TIMEOUT)?,
            outage_timeout: duration("outage-timeout", OUTAGE_TIMEOUT)?,
        })
    }
}

/// The targets of the flags, which may be several; else those of `text`, with commas between.
fn targets(matches: &ArgMatches, text: Option<String>) -> Result<Vec<Target>> {
    let flags = matches.try_get_many::<String>("target").ok().flatten();
    let given = flags.map_or_else(|| text.into_iter().collect::<Vec<_>>(), |flags| flags.cloned().collect());
    let names = given.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| name.parse().map_err(|why| Error::new(Kind::Usage, why))).collect()
}

fn minor(version: &str) -> Result<u8> {
    let minor = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    minor.ok_or_else(|| {
        let message = format!("`{KUBERNETES}` is a version such as `1.35`, and `{version}` is none");
        Error::new(Kind::Usage, message)
    })
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn a_version_is_1_and_a_minor() {
        assert_eq!(minor("1.35").ok(), Some(35));
        for none in ["35", "v1.35", "1.", "2.0", "1.35.2"] {
            let error = minor(none).unwrap_err().to_string();
            assert!(error.contains(&format!("`{none}` is none")), "{error}");
        }
    }
}
