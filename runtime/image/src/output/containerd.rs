//! Into a containerd on this machine, by its own client.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::{ChildStdin, Command, Stdio};

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
