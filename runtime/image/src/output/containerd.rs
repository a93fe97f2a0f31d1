//! Into a containerd on this machine, by its own client.

use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::str::FromStr;

use super::OutputError;
use super::archive::Broken;
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
        let layers = self.made()?;
        let mut client = Command::new("ctr");
        client.arg("--address").arg(&containerd.socket).arg("--namespace").arg(&containerd.namespace);
        client.args(["images", "import", "-"]);
        client.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut client = client.spawn().map_err(|source| OutputError::NoClient { source })?;
        let input = client.stdin.take().expect("its standard input is a pipe");
        // Its words are few enough for the pipe to hold them while the image is still being written.
        let sent = self.write_archive_to(input, name, &layers);
        let ended = client.wait_with_output().map_err(|source| OutputError::NoClient { source })?;
        taken(containerd, sent, ended.status, &ended.stderr)
    }
}

/// What came of sending an archive to a client that ended so. Whatever cut the archive short is why the client failed, unless
/// that was the client itself.
fn taken(
    containerd: &Containerd,
    sent: Result<(), Broken>,
    status: ExitStatus,
    said: &[u8],
) -> Result<(), OutputError> {
    match sent {
        Ok(()) if status.success() => Ok(()),
        Err(Broken::Out(error)) if status.success() || error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Broken::Out(error).writing(&containerd.socket))
        }
        Err(Broken::Layer(error)) => Err(error.into()),
        Ok(()) | Err(Broken::Out(_)) => Err(OutputError::Refused {
            socket: containerd.socket.clone(),
            status,
            said: String::from_utf8_lossy(said).trim().to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layer::LayerError;

    #[test]
    #[cfg(unix)]
    fn what_cut_the_archive_short_is_said_and_not_what_its_reader_made_of_that() {
        let ended = |code: i32| std::os::unix::process::ExitStatusExt::from_raw(code << 8);
        let containerd = "containerd:///socket".parse::<Containerd>().unwrap();
        let out = |kind: io::ErrorKind| Err(Broken::Out(kind.into()));
        let layer =
            || Err(LayerError::Reread { folder: "/tmp".into(), source: io::ErrorKind::Other.into() }.into());
        let taken = |sent, code| taken(&containerd, sent, ended(code), b" unexpected EOF\n");
        let refused = |sent| matches!(taken(sent, 1), Err(OutputError::Refused { said, .. }) if said == "unexpected EOF");
        assert!(matches!(taken(layer(), 1), Err(OutputError::Layer(LayerError::Reread { .. }))));
        assert!(matches!(taken(out(io::ErrorKind::StorageFull), 1), Err(OutputError::Write { .. })));
        assert!(refused(out(io::ErrorKind::BrokenPipe)) && refused(Ok(())));
        assert!(matches!(taken(out(io::ErrorKind::BrokenPipe), 0), Err(OutputError::Write { .. })));
        assert!(taken(Ok(()), 0).is_ok());
    }

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
