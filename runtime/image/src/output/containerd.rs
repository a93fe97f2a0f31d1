//! Into a containerd on this machine, by its own client.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};
use std::str::FromStr;

use super::OutputError;
use crate::manifest::Image;

/// A containerd on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Containerd {
    /// Its socket: `/run/containerd/containerd.sock`, or `/run/k3s/containerd/containerd.sock`.
    pub socket: PathBuf,
    /// The namespace of its images: Kubernetes' is `k8s.io`.
    pub namespace: String,
}

/// A text that names no containerd.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` names no containerd: {reason}; write `containerd:///run/containerd/containerd.sock?namespace=k8s.io`"
)]
pub struct ContainerdError {
    text: String,
    reason: &'static str,
}

const SCHEME: &str = "containerd://";
const SOCKET: &str = "/run/containerd/containerd.sock";
/// Where the kubelet has its images.
const NAMESPACE: &str = "k8s.io";

impl FromStr for Containerd {
    type Err = ContainerdError;

    /// `containerd://[SOCKET][?namespace=NAME]`: the socket of Linux distributions and Kubernetes' namespace, unless said
    /// otherwise.
    fn from_str(text: &str) -> Result<Self, ContainerdError> {
        let wrong = |reason| ContainerdError { text: text.to_owned(), reason };
        let rest =
            text.strip_prefix(SCHEME).ok_or_else(|| wrong("it does not begin with `containerd://`"))?;
        let (socket, query) =
            rest.split_once('?').map_or((rest, None), |(socket, query)| (socket, Some(query)));
        let namespace = match query.map(|query| query.split_once('=')) {
            None => NAMESPACE,
            Some(Some(("namespace", name))) if !name.is_empty() => name,
            Some(_) => return Err(wrong("it has another setting than `namespace=NAME`")),
        };
        let socket = if socket.is_empty() { SOCKET } else { socket };
        if !socket.starts_with('/') {
            return Err(wrong("its socket is no absolute path"));
        }
        Ok(Self { socket: socket.into(), namespace: namespace.to_owned() })
    }
}

impl Image {
    /// Gives the image to a containerd of this machine, under `name` (`registry.example/app:1.2`). Nothing is gained by
    /// compressing: package it with [`Compression::None`](crate::Compression::None).
    pub fn import(&self, containerd: &Containerd, name: &str) -> Result<(), OutputError> {
        let mut client = Command::new("ctr");
        client.arg("--address").arg(&containerd.socket).arg("--namespace").arg(&containerd.namespace);
        client.args(["images", "import", "-"]);
        client.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut client = client.spawn().map_err(|source| OutputError::NoClient { source })?;
        let input = client.stdin.take().expect("its standard input is a pipe");
        // Its words are few enough for the pipe to hold them while the image is still being written.
        let sent = self.send_to(input, name);
        let ended = client.wait_with_output().map_err(|source| OutputError::NoClient { source })?;
        let (said, status) = (String::from_utf8_lossy(&ended.stderr).trim().to_owned(), ended.status);
        if !status.success() {
            return Err(OutputError::Refused { socket: containerd.socket.clone(), status, said });
        }
        sent?.map_err(|source| OutputError::Write { path: containerd.socket.clone(), source })
    }

    fn send_to(&self, input: ChildStdin, name: &str) -> Result<io::Result<()>, OutputError> {
        let mut input = BufWriter::with_capacity(256 << 10, input);
        Ok(self.write_archive_to(&mut input, name)?.and_then(|()| input.flush()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_containerd_is_named_by_its_socket_and_namespace() {
        let parse = |text: &str| text.parse::<Containerd>().map(|there| (there.socket, there.namespace));
        assert_eq!(parse("containerd://"), Ok((SOCKET.into(), "k8s.io".to_owned())));
        let k3s = "/run/k3s/containerd/containerd.sock";
        assert_eq!(parse(&format!("containerd://{k3s}")), Ok((k3s.into(), "k8s.io".to_owned())));
        assert_eq!(parse("containerd:///a?namespace=moby"), Ok(("/a".into(), "moby".to_owned())));
        for wrong in ["containerd", "containerd://a", "containerd://?namespace=", "containerd://?name=a"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
