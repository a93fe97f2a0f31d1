//! The crates that users get, checked with the oldest compiler that the manifest promises.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::session::Session;
use super::tally::Tally;
use crate::workspace;

pub(super) fn check(session: &Session<'_>) -> Result<Tally> {
    let versions: BTreeSet<&str> =
        session.workspace.published().filter_map(|package| package.rust_version.as_deref()).collect();
    ensure!(versions.len() == 1, "the crates promise {versions:?}, not one compiler");
    let version = versions.first().context("there is one")?;
    let name = format!("rustc {version}");
    if !session.install(version) {
        return Ok(Tally::skipped(name, "rustup cannot install it here"));
    }
    let mut command = Command::new("rustup");
    command.args(["run", version, "cargo", "check"]).current_dir(workspace::root());
    for package in session.workspace.published() {
        command.args(["-p", &package.name]);
    }
    session.check(&name, &mut command)
}

impl Session<'_> {
    /// Whether a toolchain is here, installed where it was not.
    fn install(&self, version: &str) -> bool {
        let mut rustup = Command::new("rustup");
        rustup.args(["toolchain", "install", version, "--profile", "minimal", "--no-self-update"]);
        // Without rustup the command cannot be run at all: that is no failure either.
        self.log.run(&mut rustup, super::session::LIMIT).is_ok_and(|ended| ended.success)
    }
}
