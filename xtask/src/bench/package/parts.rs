//! What every tool packages: the same program, as a file, as an archive, and in a layout. A few bytes of it differ from one
//! variant to the next, as after a change and a build.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::super::processor::time;
use super::layout::{self, Blob};
use super::registry::Registry;
use super::tool::send;

/// What stands before the bytes that differ: panic messages name the standard library's sources by the compiler's commit.
const MARK: &[u8] = b"/rustc/";
const DIGITS: usize = 8;

/// Bytes, and where those are that differ.
struct Varied {
    bytes: Vec<u8>,
    at: usize,
}

impl Varied {
    fn new(bytes: Vec<u8>) -> Result<Self> {
        let found = bytes.windows(MARK.len()).position(|window| window == MARK);
        let at = found.context("the program names no source of Rust's standard library")? + MARK.len();
        ensure!(bytes.len() >= at + DIGITS, "the program ends too early");
        Ok(Self { bytes, at })
    }

    fn write(&self, path: &Path, number: usize) -> Result<()> {
        let mut bytes = self.bytes.clone();
        bytes[self.at..self.at + DIGITS].copy_from_slice(format!("{number:08x}").as_bytes());
        fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
    }
}

/// Everything that variants are made of.
pub(super) struct Parts {
    folder: PathBuf,
    program: Varied,
    archive: Varied,
    /// What lies under the program: its libraries, as podwright packages them.
    runtime: Blob,
    runtime_diff_id: String,
    architecture: String,
}

/// The program with some bytes of its own.
pub(super) struct Variant {
    pub(super) program: PathBuf,
    /// The program's layer, not compressed.
    pub(super) archive: PathBuf,
    /// The whole image in OCI's layout, its layers compressed by zstd.
    pub(super) layout: PathBuf,
}

impl Parts {
    /// Packages `program` with `pusher` into `registry` to come by its parts.
    pub(super) fn make(registry: &Registry, folder: &Path, program: &Path, pusher: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let image = |name: &str, compression: &str| {
            let reference = format!("{}/{name}:1", registry.host());
            time(Command::new(pusher).arg(program).args([&reference, compression, "--cold"]))?;
            let manifest = registry.get(&format!("{name}/manifests/1"))?;
            Ok::<Value, anyhow::Error>(serde_json::from_slice(&manifest)?)
        };
        let (packed, plain) = (image("parts/packed", "zstd")?, image("parts/plain", "none")?);
        let blob = |name: &str, descriptor: &Value| {
            let digest = descriptor["digest"].as_str().context("a manifest says digests")?;
            registry.get(&format!("{name}/blobs/{digest}"))
        };
        let runtime = folder.join("runtime");
        fs::write(&runtime, blob("parts/packed", &packed["layers"][0])?)?;
        let config: Value = serde_json::from_slice(&blob("parts/packed", &packed["config"])?)?;
        let text = |value: &Value| value.as_str().map(str::to_owned).context("a config says what it is of");
        Ok(Self {
            folder: folder.to_owned(),
            program: Varied::new(fs::read(program)?)?,
            archive: Varied::new(blob("parts/plain", &plain["layers"][1])?)?,
            runtime: Blob::of(runtime, &text(&packed["layers"][0]["mediaType"])?)?,
            runtime_diff_id: text(&config["rootfs"]["diff_ids"][0])?,
            architecture: text(&config["architecture"])?,
        })
    }

    /// How large the program is, in bytes.
    pub(super) fn size(&self) -> usize {
        self.program.bytes.len()
    }

    /// Puts the libraries into a registry, as an image that other tools put the program on.
    pub(super) fn put_base(&self, registry: &Registry) -> Result<()> {
        let image =
            layout::image(&self.folder, &self.architecture, &[&self.runtime], &[&self.runtime_diff_id])?;
        for blob in [&self.runtime, &image.config] {
            time(&mut send(&blob.path, &format!("{}/base", registry.host())))?;
        }
        registry.put_manifest("base", &image.manifest.path)
    }

    /// Writes the variant of this number, with a layout where one is asked for.
    pub(super) fn variant(&self, number: usize, has_layout: bool) -> Result<Variant> {
        let folder = self.folder.join("variant").join(number.to_string());
        fs::create_dir_all(&folder)?;
        let [program, archive, layout] = ["program", "program.tar", "layout"].map(|name| folder.join(name));
        self.program.write(&program, number)?;
        fs::set_permissions(&program, PermissionsExt::from_mode(0o755))?;
        self.archive.write(&archive, number)?;
        if has_layout {
            let packed = folder.join("packed");
            time(Command::new("zstd").args(["-q", "-1"]).arg(&archive).arg("-o").arg(&packed))?;
            let packed = Blob::of(packed, &self.runtime.media_type)?;
            let diff_id = Blob::of(archive.clone(), "")?.digest;
            let layers = [&self.runtime, &packed];
            let image =
                layout::image(&folder, &self.architecture, &layers, &[&self.runtime_diff_id, &diff_id])?;
            image.write(&layout, &layers)?;
        }
        Ok(Variant { program, archive, layout })
    }

    /// Removes all variants.
    pub(super) fn forget_variants(&self) -> Result<()> {
        crate::workspace::remove(&self.folder.join("variant"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_differs_in_a_few_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        let varied = Varied::new(b"at /rustc/0123456789/library".to_vec()).unwrap();
        varied.write(&path, 0xab).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"at /rustc/000000ab89/library");
        assert!(Varied::new(b"no Rust".to_vec()).is_err());
    }
}
