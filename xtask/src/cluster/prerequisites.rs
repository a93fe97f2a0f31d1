//! What the machine itself must be for the throwaway cluster; programs can be installed, this cannot.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};

/// What keeps the throwaway cluster from running here; `None` where nothing does.
pub(crate) fn missing() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("it needs Linux".to_owned());
    }
    let mut missing = Vec::new();
    if !is_root() {
        missing.push("root (it makes network namespaces and runs containerd)");
    }
    if !has_go() {
        missing.push("Go (it builds Kubernetes; see https://go.dev/doc/install)");
    }
    if missing.is_empty() { None } else { Some(format!("it needs {}", missing.join(" and "))) }
}

/// A process's own folder in /proc belongs to its effective user.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|folder| folder.uid() == 0)
}

fn has_go() -> bool {
    let go = Command::new("go").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    go.is_ok_and(|status| status.success())
}
