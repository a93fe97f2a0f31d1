//! What a step is given: the workspace, the cluster, its log; and the commands that steps are made of.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::cluster::ClusterUse;
use super::libtest;
use super::tally::Tally;
use crate::command::Log;
use crate::workspace::{Workspace, cargo};

/// No command of a step takes so long, on the slowest machine, while it does something.
pub(super) const LIMIT: Duration = Duration::from_secs(40 * 60);

/// How many lines of what a failed command said are shown.
const TAIL: usize = 60;

/// What a step is given.
pub(super) struct Session<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) cluster: &'a ClusterUse,
    pub(super) log: Log,
    /// Whether what takes long is wanted whole.
    pub(super) long: bool,
}

impl Session<'_> {
    /// A command that must succeed: one thing that passes or fails.
    pub(super) fn check(&self, name: &str, command: &mut Command) -> Result<Tally> {
        let ended = self.log.run(command, LIMIT)?;
        Ok(if ended.success { Tally::passed() } else { Tally::failed(name, ended.tail(TAIL)) })
    }

    /// `cargo WORDS` that must succeed.
    pub(super) fn cargo(&self, words: &str) -> Result<Tally> {
        self.check(&format!("cargo {words}"), cargo().args(words.split(' ')))
    }

    /// `cargo test WORDS -- LIBTEST`, all of it also where some fails, as the tests that it ran.
    pub(super) fn tests(
        &self,
        words: &[&str],
        variables: &[(String, String)],
        libtest: &[&str],
    ) -> Result<Tally> {
        let name = format!("cargo test {}", words.join(" "));
        let mut command = cargo();
        command.args(["test", "--no-fail-fast"]).args(words).args(["--", "--show-output"]);
        // A backtrace of each failure would bury its message.
        command.env("RUST_BACKTRACE", "0").envs(variables.iter().map(|(name, value)| (name, value)));
        command.args(libtest);
        let ended = self.log.run(&mut command, LIMIT)?;
        let mut tally = libtest::count(&ended.output);
        if tally.succeeded() && !ended.success {
            tally.add(Tally::failed(name, ended.tail(TAIL)));
        }
        Ok(tally)
    }

    /// The integration tests of the examples that need no cluster and no step of their own.
    pub(super) fn example_tests(&self) -> Result<impl Iterator<Item = &str>> {
        let examples = self.workspace.package("podwright-examples").context("looking for the examples")?;
        let tests = examples.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "test"));
        Ok(tests
            .filter(|target| !["cluster", "editor"].contains(&target.name.as_str()))
            .map(|target| target.name.as_str()))
    }
}
