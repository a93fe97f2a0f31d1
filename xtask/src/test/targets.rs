//! The crates that users get, checked for the other systems that they are developed on.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::session::{LIMIT, Session};
use super::tally::Tally;
use crate::workspace;

const TARGETS: [&str; 3] = ["x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-gnu"];

/// Stands for a C compiler and for `ar`: the C in dependencies is left out, since checking links nothing.
const COMPILER: &str = "#!/bin/sh
while [ $# -gt 0 ]; do
  case \"$1\" in
    -o) shift; : >\"$1\" ;;
    *.a | *.lib) : >\"$1\" ;;
  esac
  shift
done
";

pub(super) fn check(session: &Session<'_>) -> Result<Tally> {
    let compiler = compiler(&session.workspace.leavings())?;
    let mut tally = Tally::default();
    for target in TARGETS {
        tally.add(check_one(session, target, &compiler)?);
    }
    Ok(tally)
}

fn check_one(session: &Session<'_>, target: &str, compiler: &Path) -> Result<Tally> {
    let mut rustup = Command::new("rustup");
    // Without rustup the command cannot be run at all: that is no failure either.
    let added = session.log.run(rustup.args(["target", "add", target]), LIMIT);
    if !added.is_ok_and(|ended| ended.success) {
        return Ok(Tally::skipped(target, "rustup cannot add it here"));
    }
    let mut command = workspace::cargo();
    command.args(["check", "--target", target]);
    for package in session.workspace.published() {
        command.args(["-p", &package.name]);
    }
    for tool in ["CC", "CXX", "AR"] {
        command.env(format!("{tool}_{}", target.replace('-', "_")), compiler);
    }
    session.check(target, &mut command)
}

fn compiler(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("no-compiler");
    fs::write(&path, COMPILER).with_context(|| format!("writing {}", path.display()))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
}
