//! A containerd of the benchmark's own, which pulls and unpacks.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::super::processor::{Sample, time};
use super::tool::find;

/// A containerd, until it is dropped.
pub(super) struct Containerd {
    child: Child,
    socket: PathBuf,
}

impl Containerd {
    /// Why there can be none here.
    pub(super) fn missing() -> Option<String> {
        let lacks = |program: &&&str| find(program).is_none();
        if let Some(program) = ["containerd", "ctr"].iter().find(lacks) {
            return Some(format!("`{program}` is not here (Debian's package containerd)"));
        }
        (!is_root()).then(|| "it must be root to run containerd".to_owned())
    }

    /// Starts one that keeps everything in `folder`.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let (place, socket) = (folder.display(), folder.join("socket"));
        let config = format!(
            "version = 2\ndisabled_plugins = ['io.containerd.grpc.v1.cri']\nroot = '{place}/root'\nstate = '{place}/state'\n[grpc]\naddress = '{place}/socket'\n"
        );
        fs::write(folder.join("config.toml"), config)?;
        let log = File::create(folder.join("log"))?;
        let mut command = Command::new("containerd");
        command.arg("--config").arg(folder.join("config.toml")).stdout(Stdio::null()).stderr(log);
        let containerd = Self { child: command.spawn().context("starting containerd")?, socket };
        let begun = Instant::now();
        while !containerd.client(&["version"]).output().is_ok_and(|output| output.status.success()) {
            ensure!(begun.elapsed() < Duration::from_secs(30), "containerd did not come up");
            sleep(Duration::from_millis(50));
        }
        Ok(containerd)
    }

    /// Pulls and unpacks an image, and keeps it.
    pub(super) fn pull(&self, reference: &str) -> Result<Sample> {
        time(&mut self.client(&["images", "pull", "--plain-http", reference]))
    }

    /// Pulls and unpacks an image, and forgets it with all that no other image has.
    pub(super) fn pull_and_forget(&self, reference: &str) -> Result<Sample> {
        let sample = self.pull(reference)?;
        time(&mut self.client(&["images", "remove", "--sync", reference]))?;
        Ok(sample)
    }

    fn client(&self, arguments: &[&str]) -> Command {
        let mut client = Command::new("ctr");
        client.arg("--address").arg(&self.socket).args(["--namespace", "bench"]).args(arguments);
        client
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

impl Drop for Containerd {
    fn drop(&mut self) {
        // That it has ended already is no failure.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
