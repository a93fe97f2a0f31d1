//! An image elsewhere than in a registry: a folder in OCI's layout, one archive that Docker and containerd take, or a
//! containerd on this machine. It takes an image and knows nothing of programs.

mod archive;
mod containerd;
mod layout;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::Arc;

use serde_json::{Value, json};

pub use containerd::{Containerd, ContainerdError};

use crate::base::Base;
use crate::digest::Digest;
use crate::layer::{Layer, LayerError};
use crate::manifest::Image;
use crate::replace::replace;
use archive::Broken;

/// What OCI has in every layout.
const LAYOUT: (&str, &str) = ("oci-layout", r#"{"imageLayoutVersion":"1.0.0"}"#);

/// Why an image could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// A layer cannot be made.
    #[error(transparent)]
    Layer(#[from] LayerError),
    /// The layers of the base are not on this machine.
    #[error("the layers of the base `{base}` are not here: download them first (`Image::download_base`)")]
    Base {
        /// The base.
        base: String,
    },
    /// A file could not be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds something else.
    #[error("`{}` holds something else than an OCI layout: {reason}; name a new or an empty folder", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// containerd's client is not there.
    #[error("`ctr`, which comes with containerd, did not start: {source}; install it, or push to a registry")]
    NoClient {
        /// What the system said.
        source: io::Error,
    },
    /// containerd did not take the image.
    #[error("containerd at `{}` did not take the image ({status}): {said}", socket.display())]
    Refused {
        /// The socket.
        socket: PathBuf,
        /// How its client ended.
        status: ExitStatus,
        /// What its client said.
        said: String,
    },
}

/// A layer of an image or of its base.
struct Blob<'a> {
    digest: &'a Digest,
    size: u64,
    content: Content<'a>,
}

enum Content<'a> {
    /// It may have to be compressed yet.
    Layer(&'a Layer),
    File(&'a Arc<File>),
}

impl Blob<'_> {
    /// Its bytes, to be read by position.
    fn open(&self) -> Result<Arc<File>, LayerError> {
        match self.content {
            Content::Layer(layer) => layer.blob(),
            Content::File(file) => Ok(file.clone()),
        }
    }
}

/// The layers of an image, those of its base first.
fn blobs(image: &Image) -> Result<Vec<Blob<'_>>, OutputError> {
    let remote = image.base.as_ref().map(Base::layers).unwrap_or_default();
    if let Some(base) = image.base.as_ref().filter(|_| remote.len() != image.under.len()) {
        return Err(OutputError::Base { base: base.name().to_owned() });
    }
    let under = remote.iter().zip(&image.under).map(|(layer, file)| Blob {
        digest: &layer.digest,
        size: layer.size,
        content: Content::File(file),
    });
    let own = image.layers.iter().map(|layer| Blob {
        digest: layer.digest(),
        size: layer.size(),
        content: Content::Layer(layer),
    });
    Ok(under.chain(own).collect())
}

/// Replaces the file at `path` by what `fill` writes, once that is whole.
fn replaced(path: &Path, fill: impl FnOnce(&mut File) -> Result<(), Broken>) -> Result<(), OutputError> {
    let mut unread = None;
    let written = replace(path, |file| match fill(file) {
        Err(Broken::Out(error)) => Err(error),
        Err(Broken::Layer(error)) => {
            unread = Some(error);
            Err(io::ErrorKind::Other.into())
        }
        Ok(()) => Ok(()),
    });
    match (unread, written) {
        (Some(error), _) => Err(error.into()),
        (None, written) => written.map_err(|source| OutputError::Write { path: path.into(), source }),
    }
}

/// What names an image in an index, with a name for people and tools.
fn descriptor(image: &Image, name: Option<&str>) -> Value {
    let mut descriptor = image.descriptor();
    if let Some(name) = name {
        let tag = name.rsplit_once(':').map_or(name, |(_, tag)| tag);
        descriptor["annotations"] =
            json!({"org.opencontainers.image.ref.name": tag, "io.containerd.image.name": name});
    }
    descriptor
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::cache::Cache;
    use crate::executable::Executable;
    use crate::layer::Compression;
    use crate::manifest::{Options, package};

    /// This test's own program.
    pub(super) fn image() -> &'static Image {
        static IMAGE: OnceLock<Image> = OnceLock::new();
        IMAGE.get_or_init(|| {
            let options = Options { cache: Cache::Off, compression: Compression::None, ..Options::default() };
            package(&Executable::running().unwrap(), &options).unwrap()
        })
    }

    #[test]
    fn a_name_is_given_to_people_and_to_containerd() {
        let named = descriptor(image(), Some("r.example:5000/app:1.2"));
        assert_eq!(named["annotations"]["org.opencontainers.image.ref.name"], "1.2");
        assert_eq!(named["annotations"]["io.containerd.image.name"], "r.example:5000/app:1.2");
        assert_eq!(descriptor(image(), None)["annotations"], Value::Null);
    }
}
