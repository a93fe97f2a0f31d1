//! Names of a template looked up at compile time: what `mount!` and `port!` give.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::context;
use crate::message::{Message, same};
use crate::template::{Index, PodTemplate};

/// A volume that the primary container mounts, found by [`mount!`](crate::mount) at compile time.
///
/// Its path is asked for at run time: in a pod it is where the pod mounts the volume, in a local run the directory of
/// `--mount NAME=DIR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mount {
    name: &'static str,
    path: &'static str,
}

impl Mount {
    /// The volume's name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Where the volume's files are.
    ///
    /// In a local run that was given no directory for the volume the task ends here: the run fails and says which flag
    /// gives it one.
    pub fn path(self) -> PathBuf {
        context::mount_path(self.name, self.path)
    }

    /// A path below the mount: `mount.path().join(path)`.
    pub fn join(self, path: impl AsRef<Path>) -> PathBuf {
        self.path().join(path)
    }
}

/// A named port of a container, found by [`port!`](crate::port) at compile time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    name: &'static str,
    number: u16,
}

impl Port {
    /// The port's name.
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// The port's number.
    pub const fn number(self) -> u16 {
        self.number
    }

    /// An HTTP URL of the port, as seen from another container of the pod: `http://localhost:9091/metrics`.
    pub fn url(self, path: &str) -> String {
        format!("http://localhost:{}/{}", self.number, path.trim_start_matches('/'))
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)
    }
}

/// What `mount!(POD, "name")` calls.
#[track_caller]
pub const fn mount(pod: &PodTemplate, name: &'static str) -> Mount {
    let mounts = pod.parts.index.mounts;
    let mut found: Option<Mount> = None;
    let mut at = 0;
    while at < mounts.len() {
        if same(mounts[at].0, name) {
            if found.is_some() {
                places(mounts, name)
                    .push(": say which, `mount!(POD, \"")
                    .push(name)
                    .push("\", \"")
                    .push(mounts[at].1)
                    .push("\")`")
                    .panic();
            }
            found = Some(Mount { name, path: mounts[at].1 });
        }
        at += 1;
    }
    match found {
        Some(mount) => mount,
        None => no_mount(&pod.parts.index, name),
    }
}

/// What `mount!(POD, "name", "/path")` calls.
#[track_caller]
pub const fn mount_at(pod: &PodTemplate, name: &'static str, path: &'static str) -> Mount {
    let mounts = pod.parts.index.mounts;
    let mut named = false;
    let mut at = 0;
    while at < mounts.len() {
        if same(mounts[at].0, name) {
            if same(mounts[at].1, path) {
                return Mount { name, path };
            }
            named = true;
        }
        at += 1;
    }
    if named {
        places(mounts, name).push(", not at ").quote(path).panic();
    }
    no_mount(&pod.parts.index, name)
}

#[track_caller]
const fn no_mount(index: &Index, name: &str) -> ! {
    let mut message =
        Message::new().push("the pod template mounts no volume ").quote(name).push("; it mounts ");
    if index.mounts.is_empty() {
        message = message.push("none");
    }
    let mut at = 0;
    while at < index.mounts.len() {
        let (volume, path) = index.mounts[at];
        message = message.push(if at > 0 { ", " } else { "" }).quote(volume).push(" at ").quote(path);
        at += 1;
    }
    message.panic()
}

/// Where a volume is mounted.
const fn places(mounts: &[(&str, &str)], name: &str) -> Message {
    let mut message = Message::new().push("the pod template mounts ").quote(name).push(" at ");
    let mut first = true;
    let mut at = 0;
    while at < mounts.len() {
        if same(mounts[at].0, name) {
            message = message.push(if first { "" } else { ", " }).quote(mounts[at].1);
            first = false;
        }
        at += 1;
    }
    message
}

/// What `port!(POD, "name")` calls.
#[track_caller]
pub const fn port(pod: &PodTemplate, name: &'static str) -> Port {
    let ports = pod.parts.index.ports;
    let mut found: Option<Port> = None;
    let mut at = 0;
    while at < ports.len() {
        if same(ports[at].1, name) {
            if found.is_some() {
                Message::new()
                    .push("several containers have a port ")
                    .quote(name)
                    .push(": say whose, `port!(POD, \"container\", \"")
                    .push(name)
                    .push("\")`")
                    .panic();
            }
            found = Some(Port { name, number: ports[at].2 });
        }
        at += 1;
    }
    if let Some(port) = found {
        return port;
    }
    let message = Message::new().push("the pod template names no port ").quote(name);
    no_port(message.push("; it names "), ports)
}

/// What `port!(POD, "container", "name")` calls.
#[track_caller]
pub const fn port_of(pod: &PodTemplate, container: &'static str, name: &'static str) -> Port {
    let ports = pod.parts.index.ports;
    let mut at = 0;
    while at < ports.len() {
        if same(ports[at].0, container) && same(ports[at].1, name) {
            return Port { name, number: ports[at].2 };
        }
        at += 1;
    }
    let containers = pod.parts.index.containers;
    let mut at = 0;
    while at < containers.len() {
        if same(containers[at], container) {
            let message =
                Message::new().push("the container ").quote(container).push(" has no port ").quote(name);
            no_port(message.push("; the pod template names "), ports);
        }
        at += 1;
    }
    Message::new()
        .push("the pod template has no container ")
        .quote(container)
        .push("; it has ")
        .list(containers, "none")
        .panic()
}

#[track_caller]
const fn no_port(mut message: Message, ports: &[(&str, &str, u16)]) -> ! {
    if ports.is_empty() {
        message = message.push("none");
    }
    let mut at = 0;
    while at < ports.len() {
        message =
            message.push(if at > 0 { ", " } else { "" }).quote(ports[at].1).push(" of ").quote(ports[at].0);
        at += 1;
    }
    message.panic()
}
