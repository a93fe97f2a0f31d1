//! The steps on a real Kubernetes, and what is said of each test where there is none.

use anyhow::Result;

use super::session::Session;
use super::tally::Tally;
use crate::cluster::{self, Cluster, Install};
use crate::workspace::{cargo, xtask};

/// Pods mostly wait, so more of them run at once than there are processors.
const THREADS: usize = 8;

/// Whether this run may use the throwaway cluster.
pub(super) enum ClusterUse {
    Yes(Install),
    /// Why not.
    No(String),
}

impl ClusterUse {
    /// Decides once, at the start: that is when somebody is there to answer a question.
    pub(super) fn decide(refused: bool, needed: bool, install: Install) -> Self {
        if refused {
            return Self::No("--no-cluster".to_owned());
        }
        if let Some(missing) = cluster::missing() {
            return Self::No(format!("no throwaway cluster here: {missing}"));
        }
        match needed.then(|| cluster::install(install)) {
            Some(Err(error)) => Self::No(error.to_string()),
            Some(Ok(())) | None => Self::Yes(install),
        }
    }
}

/// Brings the cluster up.
pub(super) fn start(session: &Session<'_>) -> Result<Tally> {
    match session.cluster {
        ClusterUse::Yes(install) => Cluster::up(*install).map(|_| Tally::passed()),
        ClusterUse::No(reason) => Ok(Tally::skipped("cluster", reason)),
    }
}

/// Sends cases to the cluster's API server, as dry runs.
pub(super) fn api_server(session: &Session<'_>) -> Result<Tally> {
    match session.cluster {
        ClusterUse::Yes(install) => {
            let proxy = Cluster::proxy(*install)?;
            let mut command = xtask()?;
            command.args(["conformance", "--server", &proxy.address]);
            session.check("cargo xtask conformance --server", &mut command)
        }
        ClusterUse::No(reason) => Ok(Tally::skipped("api-server", reason)),
    }
}

/// The module of the tests that stop a part of the cluster, and the variable that says that nothing else runs.
const ALONE: (&str, &str) = ("alone::", "PODWRIGHT_TEST_ALONE");

/// Runs the launcher's own tests and every example on it, and then those tests that would disturb these.
pub(super) fn end_to_end(session: &Session<'_>) -> Result<Tally> {
    let words = ["-p", "podwright-launch", "-p", "podwright-examples", "--test", "cluster"];
    let install = match session.cluster {
        ClusterUse::Yes(install) => install,
        ClusterUse::No(reason) => return session.name_as_skipped(&words, reason),
    };
    let mut variables = Cluster::up(*install)?.variables;
    let threads = format!("--test-threads={THREADS}");
    let mut tally = session.tests(&words, &variables, &[&threads, "--skip", ALONE.0])?;
    variables.push((ALONE.1.to_owned(), "1".to_owned()));
    // The same packages: others would have other features, and everything would be built anew.
    tally.add(session.tests(&words, &variables, &[ALONE.0])?);
    Ok(tally)
}

impl Session<'_> {
    /// What `cargo test WORDS` would run, each test as skipped.
    fn name_as_skipped(&self, words: &[&str], reason: &str) -> Result<Tally> {
        let mut command = cargo();
        command.arg("test").args(words).args(["--", "--list", "--format", "terse"]);
        let ended = self.log.run(&mut command, super::session::LIMIT)?;
        if !ended.success {
            return Ok(Tally::failed("end-to-end", format!("the tests do not build\n{}", ended.tail(40))));
        }
        let mut tally = Tally::default();
        for name in ended.output.lines().filter_map(|line| line.strip_suffix(": test")) {
            tally.add(Tally::skipped(name, reason));
        }
        Ok(tally)
    }
}
