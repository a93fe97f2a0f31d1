//! Where `package --output` puts an image that is not pushed: takes what the flag names, writes the image there.

use std::fmt;
use std::path::PathBuf;

use podwright_image::{Compression, Containerd, Image, OutputError};

use crate::error::{Error, Kind, Result};
use crate::submit::image;

/// A place for an image that is no registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A docker-archive.
    Archive(PathBuf),
    /// A folder in OCI's layout.
    Layout(PathBuf),
    /// A containerd of this machine.
    Containerd(Containerd),
}

impl Destination {
    /// `containerd://…`, a file that ends in `.tar`, or a folder.
    pub(super) fn of(text: &str) -> Result<Self> {
        if text.starts_with("containerd:") {
            return text.parse().map(Self::Containerd).map_err(|why| Error::new(Kind::Usage, why));
        }
        let path = PathBuf::from(text);
        let is_archive = path.extension().is_some_and(|extension| extension == "tar");
        Ok(if is_archive { Self::Archive(path) } else { Self::Layout(path) })
    }

    /// How layers are compressed for it unless it is said: Docker's archive has them as they are, and nothing is gained on the way to
    /// a daemon of this machine.
    pub(super) fn compression(&self) -> Compression {
        match self {
            Self::Layout(_) => Compression::default(),
            Self::Archive(_) | Self::Containerd(_) => Compression::None,
        }
    }

    /// The name that the image of this repository and tag has there: containerd's users look for one with a registry.
    pub(super) fn name(&self, image: &str) -> String {
        match self {
            Self::Containerd(_) => format!("docker.io/library/{image}"),
            Self::Archive(_) | Self::Layout(_) => image.to_owned(),
        }
    }

    /// Puts the image there.
    pub(super) fn write(&self, image: &Image, name: &str) -> Result<()> {
        let written = match self {
            Self::Archive(file) => image.write_archive(file, name),
            Self::Layout(folder) => image.write_layout(folder, Some(name)),
            Self::Containerd(containerd) => image.import(containerd, name),
        };
        written.map_err(|error| match error {
            OutputError::Refused { .. } => Error::new(Kind::Infrastructure, error),
            _ => image::of_packaging(error),
        })
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive(path) | Self::Layout(path) => path.display().fmt(f),
            Self::Containerd(containerd) => write!(f, "containerd at {}", containerd.socket.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_told_by_its_name() {
        assert_eq!(Destination::of("a/app.tar").unwrap(), Destination::Archive("a/app.tar".into()));
        assert_eq!(Destination::of("app").unwrap(), Destination::Layout("app".into()));
        let containerd = Destination::of("containerd://").unwrap();
        assert_eq!(containerd.name("app:latest"), "docker.io/library/app:latest");
        let error = Destination::of("containerd:/run/x").unwrap_err().to_string();
        assert!(error.contains("does not begin with `containerd://`"), "{error}");
    }
}
