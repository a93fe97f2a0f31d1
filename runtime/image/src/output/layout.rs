//! A folder in OCI's image layout, which may hold other images too.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use super::archive::copy;
use super::{LAYOUT, OutputError, descriptor, replaced};
use crate::digest::Digest;
use crate::manifest::{Image, index};
use crate::replace::replace;

const NAME: &str = "org.opencontainers.image.ref.name";
/// The whole name, where NAME is the tag alone; other tools do without.
const WHOLE_NAME: &str = "io.containerd.image.name";

impl Image {
    /// Writes the image into `folder`, in OCI's layout, under `name` (`app:1.2`) if there is one. The folder is made, or has such a
    /// layout: an image of the same name is replaced in it, and others stay. What is there already is not written again.
    pub fn write_layout(&self, folder: &Path, name: Option<&str>) -> Result<(), OutputError> {
        let (before, layers) = (images_in(folder)?, super::blobs(self)?);
        let blobs = folder.join("blobs/sha256");
        fs::create_dir_all(&blobs).map_err(|source| OutputError::Write { path: blobs.clone(), source })?;
        for layer in layers {
            let place = blobs.join(layer.digest.hex());
            if fs::metadata(&place).is_ok_and(|there| there.len() == layer.size) {
                continue;
            }
            let blob = layer.open()?;
            replaced(&place, |file| copy(&blob, file))?;
        }
        for document in [&self.config, &self.manifest] {
            write(&blobs.join(Digest::of(document).hex()), document)?;
        }
        write(&folder.join(LAYOUT.0), LAYOUT.1.as_bytes())?;
        let own = descriptor(self, name);
        let same = |other: &Value| match &own["annotations"][NAME] {
            Value::Null => other["digest"] == own["digest"],
            name => {
                let [whole, others] = [&own, other].map(|image| &image["annotations"][WHOLE_NAME]);
                other["annotations"][NAME] == *name && (others.is_null() || others == whole)
            }
        };
        let others = before.into_iter().filter(|other| !same(other));
        let images = others.chain([own.clone()]).collect::<Vec<_>>();
        write(&folder.join("index.json"), index(&images).to_string().as_bytes())
    }
}

/// The images that a folder has already; none where it is new or empty.
fn images_in(folder: &Path) -> Result<Vec<Value>, OutputError> {
    let foreign = |reason: &str| OutputError::Foreign { path: folder.into(), reason: reason.to_owned() };
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(foreign("it is a file")),
        Err(source) => return Err(OutputError::Write { path: folder.into(), source }),
    };
    if entries.next().is_none() {
        return Ok(Vec::new());
    }
    if !folder.join(LAYOUT.0).is_file() {
        return Err(foreign("it has no file `oci-layout`"));
    }
    // A writer that was stopped before its first index left a layout without one.
    let Ok(text) = fs::read(folder.join("index.json")) else { return Ok(Vec::new()) };
    let index: Value = serde_json::from_slice(&text)
        .map_err(|error| foreign(&format!("its `index.json` cannot be read: {error}")))?;
    Ok(index["manifests"].as_array().cloned().unwrap_or_default())
}

fn write(path: &Path, content: &[u8]) -> Result<(), OutputError> {
    put(path, |file| file.write_all(content))
}

fn put(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), OutputError> {
    replace(path, fill).map_err(|source| OutputError::Write { path: path.into(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::tests::image;

    fn index_of(folder: &Path) -> Value {
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap()
    }

    #[test]
    fn a_layout_holds_every_blob_under_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        image().write_layout(&folder, Some("app:1")).unwrap();
        let blobs = fs::read_dir(folder.join("blobs/sha256"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect::<Vec<_>>();
        assert_eq!(blobs.len(), 4);
        for blob in blobs {
            let digest = Digest::of(&fs::read(&blob).unwrap());
            assert_eq!(digest.hex(), blob.file_name().unwrap().to_str().unwrap());
        }
        assert_eq!(index_of(&folder)["manifests"][0]["digest"], image().digest().as_str());
    }

    #[test]
    fn an_image_of_the_same_name_is_replaced_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["app:1", "app:2", "app:1"] {
            image().write_layout(folder.path(), Some(name)).unwrap();
        }
        let index = index_of(folder.path());
        let names = index["manifests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|image| image["annotations"][NAME].as_str().unwrap());
        assert_eq!(names.collect::<Vec<_>>(), ["2", "1"]);
    }

    #[test]
    fn two_programs_of_one_tag_stay_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one:latest", "two:latest", "one:latest"] {
            image().write_layout(folder.path(), Some(name)).unwrap();
        }
        let index = index_of(folder.path());
        let images = index["manifests"].as_array().unwrap().iter();
        let names = images.map(|image| image["annotations"][WHOLE_NAME].as_str().unwrap());
        assert_eq!(names.collect::<Vec<_>>(), ["two:latest", "one:latest"]);
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "the only copy").unwrap();
        let error = image().write_layout(folder.path(), None).unwrap_err().to_string();
        assert!(error.contains("holds something else than an OCI layout"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
