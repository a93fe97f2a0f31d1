//! One archive that is both an OCI layout and what `docker load` takes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;
use tar::EntryType;

use super::{Blob, LAYOUT, OutputError, descriptor, replaced};
use crate::digest::Digest;
use crate::layer::LayerError;
use crate::manifest::{Image, index};
use crate::system::read_at;
use crate::ustar;

const CHUNK: usize = 256 << 10;

impl Image {
    /// Writes the image as one archive under `name` (`app:1.2`): for `docker load`, `podman load`, `kind load image-archive`,
    /// `k3d image import`, `minikube image load` and `ctr images import`. Docker wants it packaged with
    /// [`Compression::None`](crate::Compression::None).
    pub fn write_archive(&self, file: &Path, name: &str) -> Result<(), OutputError> {
        // What is written over keeps its bytes until all that takes its place is made.
        let layers = self.made()?;
        let place = file.canonicalize().unwrap_or_else(|_| file.into());
        if fs::symlink_metadata(&place).map_or_else(|error| is_absent(&error), |there| there.is_file()) {
            return replaced(&place, |out| self.write_archive_to(out, name, &layers));
        }
        let out = File::create(file).map_err(Broken::Out);
        out.and_then(|out| self.write_archive_to(out, name, &layers)).map_err(|broken| broken.writing(file))
    }

    /// The layers, compressed.
    pub(super) fn made(&self) -> Result<Vec<Made>, OutputError> {
        let made =
            |layer: Blob<'_>| Ok(Made { path: blob(layer.digest), size: layer.size, content: layer.open()? });
        super::blobs(self)?.into_iter().map(made).collect()
    }

    /// The same, to `out`.
    pub(super) fn write_archive_to(
        &self,
        out: impl Write,
        name: &str,
        layers: &[Made],
    ) -> Result<(), Broken> {
        let mut out = BufWriter::with_capacity(CHUNK, out);
        let documents = [
            (LAYOUT.0.to_owned(), LAYOUT.1.as_bytes().to_vec()),
            ("index.json".to_owned(), index(&[descriptor(self, Some(name))]).to_string().into_bytes()),
            ("manifest.json".to_owned(), self.of_docker(name, layers).into_bytes()),
            (blob(&Digest::of(&self.config)), self.config.clone()),
            (blob(&self.digest()), self.manifest.clone()),
        ];
        for (path, content) in &documents {
            entry(path, content.len() as u64, &mut out)?;
            out.write_all(content)?;
            ustar::pad(content.len() as u64, &mut out)?;
        }
        let mut written = BTreeSet::new();
        for Made { path, size, content } in layers {
            // A base may have the same layer twice.
            if !written.insert(path) {
                continue;
            }
            entry(path, *size, &mut out)?;
            copy(content, &mut out)?;
            ustar::pad(*size, &mut out)?;
        }
        ustar::end(&mut out)?;
        Ok(out.flush()?)
    }

    /// Docker's list of what is in an archive.
    fn of_docker(&self, name: &str, layers: &[Made]) -> String {
        let layers = layers.iter().map(|layer| &layer.path).collect::<Vec<_>>();
        json!([{"Config": blob(&Digest::of(&self.config)), "RepoTags": [name], "Layers": layers}]).to_string()
    }
}

/// A layer that is ready to be written.
pub(super) struct Made {
    /// Its path in the archive.
    path: String,
    size: u64,
    content: Arc<File>,
}

fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// Why an image could not be written to something.
#[derive(Debug)]
pub(super) enum Broken {
    /// A layer cannot be made or read.
    Layer(LayerError),
    /// What it was written to takes no more.
    Out(io::Error),
}

impl Broken {
    /// The error of writing to `path`.
    pub(super) fn writing(self, path: &Path) -> OutputError {
        match self {
            Self::Layer(error) => error.into(),
            Self::Out(source) => OutputError::Write { path: path.into(), source },
        }
    }
}

impl From<LayerError> for Broken {
    fn from(error: LayerError) -> Self {
        Self::Layer(error)
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Out(error)
    }
}

fn blob(digest: &Digest) -> String {
    format!("blobs/sha256/{}", digest.hex())
}

fn entry(path: &str, size: u64, out: &mut impl Write) -> io::Result<()> {
    let mut header = ustar::header(EntryType::Regular, 0o644, 0, size);
    header.set_path(path)?;
    header.set_cksum();
    out.write_all(header.as_bytes())
}

/// Copies a layer's whole file without moving the position that all its users share.
pub(super) fn copy(file: &File, out: &mut impl Write) -> Result<(), Broken> {
    let lost = |source| LayerError::Reread { folder: std::env::temp_dir(), source };
    let mut chunk = vec![0; CHUNK];
    let mut offset = 0;
    loop {
        let read = read_at(file, &mut chunk, offset).map_err(lost)?;
        if read == 0 {
            return Ok(());
        }
        out.write_all(&chunk[..read])?;
        offset += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::cache::Cache;
    use crate::executable::Executable;
    use crate::layer::Asset;
    use crate::manifest::{Options, package};
    use crate::output::tests::image;

    #[test]
    fn a_layer_that_cannot_be_read_is_not_said_to_be_what_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let unreadable = File::create(folder.path().join("layer")).unwrap();
        let error = copy(&unreadable, &mut io::sink()).unwrap_err().writing(Path::new("/out.tar"));
        assert!(error.to_string().starts_with("cannot read a layer back from `"), "{error}");
        let full = File::options().write(true).open("/dev/full").unwrap();
        let made = image().made().unwrap();
        let error =
            image().write_archive_to(full, "app:1", &made).unwrap_err().writing(Path::new("/out.tar"));
        assert!(error.to_string().starts_with("cannot write `/out.tar`: No space left"), "{error}");
    }

    #[test]
    fn an_archive_that_cannot_be_made_anew_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (lost, old) = (folder.path().join("lost"), folder.path().join("old.tar"));
        fs::write(&lost, "content").unwrap();
        fs::write(&old, "the old archive").unwrap();
        let assets = vec![Asset { from: lost.clone(), to: "/lost".into() }];
        let cache = Cache::Folder(folder.path().join("cache"));
        let options = Options { assets, cache, ..Options::default() };
        // What is remembered of it is not compressed before it is written.
        let twice = [(); 2].map(|()| package(&Executable::running().unwrap(), &options).unwrap());
        fs::remove_file(&lost).unwrap();
        let error = twice[1].write_archive(&old, "app:1").unwrap_err().to_string();
        assert!(error.contains("lost`: "), "{error}");
        assert_eq!(fs::read(&old).unwrap(), b"the old archive");
        twice[0].write_archive(&old, "app:1").unwrap();
        assert!(fs::metadata(&old).unwrap().len() > 1000);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "`cache` and `old.tar`");
    }

    #[test]
    fn an_archive_is_the_same_twice_and_names_its_layers() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one.tar", "two.tar"].map(|name| folder.path().join(name));
        image().write_archive(&one, "app:1").unwrap();
        image().write_archive(&two, "app:1").unwrap();
        assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());

        let mut paths = Vec::new();
        let mut listed = String::new();
        for entry in tar::Archive::new(File::open(&one).unwrap()).entries().unwrap() {
            let mut entry = entry.unwrap();
            paths.push(entry.path().unwrap().display().to_string());
            if paths.last().unwrap() == "manifest.json" {
                entry.read_to_string(&mut listed).unwrap();
            }
        }
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        assert_eq!(listed[0]["RepoTags"], json!(["app:1"]));
        for layer in listed[0]["Layers"].as_array().unwrap() {
            assert!(paths.iter().any(|path| path == layer.as_str().unwrap()));
        }
    }
}
