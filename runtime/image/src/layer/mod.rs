//! Layers: the files of an image as compressed tar archives, the same bytes whenever the files are the same.

mod archive;
mod content;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::closure::Closure;
use crate::digest::Digest;
use crate::executable::Executable;

pub(crate) use content::Content;

/// A compressed layer, in a file without a name that goes when the last clone does.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    /// The digest of the compressed bytes: the blob's name in a registry.
    pub(crate) digest: Digest,
    /// The digest of the archive itself.
    pub(crate) diff_id: Digest,
    /// How many bytes the blob has.
    pub(crate) size: u64,
    pub(crate) blob: Arc<File>,
}

/// Why a layer could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LayerError {
    /// A file that belongs into the layer could not be read.
    #[error("cannot package `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path does not fit an archive.
    #[error("the path `{}` is too long for an image: move the file to a shorter one", path.display())]
    Path {
        /// The path in the image.
        path: PathBuf,
    },
    /// The layer could not be kept until it is sent.
    #[error(
        "cannot write a layer into the temporary folder: {0}; free room there, or name another with TMPDIR"
    )]
    Write(#[source] io::Error),
}

/// The folder that the program lies in.
pub(crate) const PROGRAM_FOLDER: &str = "/app";
/// The user of the image, a numeric one, so that Kubernetes can see that it is not root.
pub(crate) const USER: u32 = 65532;
pub(crate) const HOME: &str = "/home/nonroot";
pub(crate) const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

const FOLDER: u32 = 0o755;
const READABLE: u32 = 0o644;
const EXECUTABLE: u32 = 0o755;

/// What changes seldom: the loader and the libraries, certificates, the files that every program expects.
pub(crate) fn runtime(closure: &Closure) -> Content {
    let mut content = Content::default();
    content.folder("/tmp", 0o1777, 0);
    content.folder("/run/podwright", FOLDER, 0);
    content.folder(HOME, 0o700, USER);
    content.bytes("/etc/passwd", passwd().into_bytes(), READABLE);
    content.bytes("/etc/group", "root:x:0:\nnonroot:x:65532:\n".into(), READABLE);
    content.bytes("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n".into(), READABLE);
    content.bytes(CERTIFICATES, certificates().into_bytes(), READABLE);
    for (path, source) in &closure.files {
        content.file(path, source.clone(), EXECUTABLE);
    }
    for (path, target) in &closure.links {
        content.link(path, target.clone());
    }
    for (path, bytes) in &closure.settings {
        content.bytes(path, bytes.clone(), READABLE);
    }
    content
}

/// What changes with every build: the program.
pub(crate) fn program(executable: &Executable) -> Content {
    let mut content = Content::default();
    let path = Path::new(PROGRAM_FOLDER).join(executable.name());
    content.file(&path, executable.source_without_debug_sections(), EXECUTABLE);
    content
}

fn passwd() -> String {
    format!("root:x:0:0:root:/:/sbin/nologin\nnonroot:x:{USER}:{USER}:nonroot:{HOME}:/sbin/nologin\n")
}

/// Mozilla's roots, as PEM: the same on every machine.
fn certificates() -> String {
    use base64::Engine;
    const LINE: usize = 64;
    let mut text = String::new();
    for certificate in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let base64 = base64::engine::general_purpose::STANDARD.encode(certificate);
        text.push_str("-----BEGIN CERTIFICATE-----\n");
        for line in base64.as_bytes().chunks(LINE) {
            text.extend(line.iter().map(|byte| char::from(*byte)));
            text.push('\n');
        }
        text.push_str("-----END CERTIFICATE-----\n");
    }
    text
}

impl Layer {
    /// Archives and compresses.
    pub(crate) fn write(content: &Content) -> Result<Self, LayerError> {
        archive::write(content)
    }
}
