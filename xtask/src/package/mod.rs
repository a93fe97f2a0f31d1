//! The crates as users get them: what `cargo package` makes, used by programs outside of the workspace.

mod program;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::command::Log;
use crate::workspace::{Workspace, cargo, remove, root};

/// A clean build on a slow machine.
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// How many lines of what a failed command said are shown.
const TAIL: usize = 40;

/// The crates as packaged, unpacked again.
pub(crate) struct Unpacked {
    /// The name of each and its folder.
    crates: Vec<(String, PathBuf)>,
}

/// Packages the crates, and gives what became of each program that uses them.
pub(crate) fn outside(workspace: &Workspace, log: &Log) -> Result<Vec<(&'static str, Result<()>)>> {
    let folder = workspace.leavings().join("outside");
    remove(&folder)?;
    let unpacked = Unpacked::make(workspace, &folder.join("crates"), log)?;
    Ok(program::PROGRAMS
        .iter()
        .map(|program| (program.name, program.check(&unpacked, &folder, log)))
        .collect())
}

impl Unpacked {
    /// Packages the crates that users get and unpacks them into a folder.
    pub(crate) fn make(workspace: &Workspace, folder: &Path, log: &Log) -> Result<Self> {
        let mut package = cargo();
        package.args(["package", "--no-verify", "--allow-dirty"]);
        for published in workspace.published() {
            package.args(["-p", &published.name]);
        }
        let packaged = log.run(&mut package, LIMIT)?;
        ensure!(packaged.success, "cargo package failed\n{}", packaged.tail(TAIL));
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        let mut crates = Vec::new();
        for published in workspace.published() {
            let name = format!("{}-{}", published.name, published.version);
            let mut tar = Command::new("tar");
            // Touched, as the archive has one old date for all: cargo would take what it built of another version for this one.
            tar.arg("-xzmf").arg(workspace.target_directory.join("package").join(format!("{name}.crate")));
            tar.arg("-C").arg(folder);
            ensure!(log.run(&mut tar, LIMIT)?.success, "{name}.crate cannot be unpacked");
            crates.push((published.name.clone(), folder.join(name)));
        }
        Ok(Self { crates })
    }

    /// The end of a manifest that takes our crates from here, as they are not in the registry yet.
    pub(crate) fn patch(&self) -> String {
        let mut patch = "[patch.crates-io]\n".to_owned();
        for (name, folder) in &self.crates {
            // A path as TOML's basic string.
            let _ = writeln!(patch, "{name} = {{ path = {:?} }}", folder.display().to_string());
        }
        patch
    }
}

/// The workspace's lock file, so that a program outside is built from the same versions.
pub(crate) fn lock(folder: &Path) -> Result<()> {
    let lock = root().join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock"))
        .map(|_| ())
        .with_context(|| format!("copying {}", lock.display()))
}
