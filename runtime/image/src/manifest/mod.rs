//! The image: its layers, and the two documents that OCI wants of it, as bytes that depend on nothing else.

mod config;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use serde_json::{Value, json};

use crate::aside::{self, Keeping};
use crate::base::Base;
use crate::cache::Cache;
use crate::closure::{Closure, ClosureError, Host};
use crate::digest::Digest;
use crate::executable::{Architecture, Executable, InstructionSet};
use crate::layer::{self, Asset, Certificates, Compression, Ground, How, Layer, LayerError};
use crate::registry::RegistryError;

/// The media types of OCI.
pub(crate) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
pub(crate) const INDEX: &str = "application/vnd.oci.image.index.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";

/// The annotation that finds the debug sections of the program, which the image does not have.
const BUILD_ID: &str = "org.gnu.build-id";

/// What can be chosen of an image.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Labels of the image, and annotations of its manifest: `org.opencontainers.image.source` and the like.
    pub labels: BTreeMap<String, String>,
    /// When the image says it was made, in seconds since 1970 (the value of `SOURCE_DATE_EPOCH`).
    pub created: u64,
    /// Which certificate authorities the image trusts.
    pub certificates: Certificates,
    /// The image that the program is put on, with the shared libraries that it brings; without one the libraries of this
    /// machine are packaged.
    pub base: Option<Base>,
    /// Files and folders that the image holds beside the program, in a layer of their own.
    pub assets: Vec<Asset>,
    /// How the layers are compressed.
    pub compression: Compression,
    /// Where it is remembered what was packaged before.
    pub cache: Cache,
}

/// Why a program could not be packaged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// Its shared libraries could not be found.
    #[error(transparent)]
    Closure(#[from] ClosureError),
    /// A layer could not be written.
    #[error(transparent)]
    Layer(#[from] LayerError),
}

/// An image of one program, ready to be sent. The same program gives the same image, to the byte.
#[derive(Clone, Debug)]
pub struct Image {
    architecture: Architecture,
    instruction_set: Option<InstructionSet>,
    /// What lies under the layers, in a registry.
    pub(crate) base: Option<Base>,
    /// The base's layers in their order, once they were downloaded.
    pub(crate) under: Vec<Arc<File>>,
    pub(crate) layers: Vec<Arc<Layer>>,
    pub(crate) config: Vec<u8>,
    pub(crate) manifest: Vec<u8>,
    /// Ends when what the image does not have of the program is kept.
    _aside: Arc<Keeping>,
}

/// Packages a program with the shared libraries that it links. It reads, compresses and hashes: keep it off threads that
/// other work waits for. What the image does not have of the program is kept in the cache meanwhile and later: the last clone of
/// the image waits for that when it is dropped.
pub fn package(executable: &Executable, options: &Options) -> Result<Image, PackageError> {
    let closure = if options.base.is_none() {
        let place = Path::new(layer::PROGRAM_FOLDER);
        Some(Closure::resolve(executable, place, Host::of(executable))?)
    } else {
        None
    };
    let instruction_set =
        match (executable.instruction_set(), closure.as_ref().and_then(|closure| closure.level)) {
            (Some(set), Some(level)) => Some(set.with(level)),
            (set, _) => set,
        };
    let layers = layers(executable, closure, options)?;
    let config = config::config(executable, options, &layers).to_string().into_bytes();
    let manifest = manifest(&config, executable, options, &layers).to_string().into_bytes();
    let (architecture, base) = (executable.architecture(), options.base.clone());
    let aside = Arc::new(aside::keep(executable, &options.cache));
    let under = Vec::new();
    Ok(Image { architecture, instruction_set, base, under, layers, config, manifest, _aside: aside })
}

/// The layers that are put on the base, the one that changes most at last.
fn layers(
    executable: &Executable,
    closure: Option<Closure>,
    options: &Options,
) -> Result<Vec<Arc<Layer>>, LayerError> {
    let how = How { compression: options.compression, cache: &options.cache };
    let ground = options.base.as_ref().map_or_else(Ground::bare, Base::ground);
    thread::scope(|scope| {
        let program = scope.spawn(|| Layer::program(executable, &ground, how));
        let runtime = match (closure, &options.base) {
            (Some(closure), _) => Layer::runtime(closure, options.certificates, how),
            (None, base) => {
                let lacks = base.as_ref().is_none_or(|base| !base.has_certificates());
                Layer::beside_base(lacks.then_some(options.certificates), &ground, how)
            }
        };
        let files = || Layer::assets(&options.assets, &ground, how);
        let before = runtime.and_then(|runtime| Ok([Some(runtime), files()?]));
        let program = program.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok(before?.into_iter().flatten().chain([program?]).map(Arc::new).collect())
    })
}

/// The document that names several manifests.
pub(crate) fn index(manifests: &[Value]) -> Value {
    json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests})
}

impl Image {
    /// What names it in an index: its manifest and the platform.
    pub(crate) fn descriptor(&self) -> Value {
        json!({
            "mediaType": MANIFEST,
            "digest": self.digest(),
            "size": self.manifest.len(),
            "platform": {"architecture": self.architecture().as_str(), "os": "linux"},
        })
    }

    /// The digest of the manifest: the image's identity.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.manifest)
    }

    /// The processor it runs on.
    pub fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// The x86-64 level that the program or one of its libraries needs; `None` for other architectures.
    pub fn instruction_set(&self) -> Option<InstructionSet> {
        self.instruction_set
    }

    /// Downloads the layers of the base, if there is one and they were not yet: an image that goes elsewhere than into a registry
    /// has to bring them.
    pub async fn download_base(&mut self) -> Result<(), RegistryError> {
        let Some(base) = &self.base else { return Ok(()) };
        for layer in base.layers().iter().skip(self.under.len()) {
            self.under.push(Arc::new(base.found.download(layer).await?));
        }
        Ok(())
    }

    /// How many bytes a registry keeps of it.
    pub fn size(&self) -> u64 {
        let base = self.base.iter().flat_map(Base::layers).map(|layer| layer.size);
        let layers = self.layers.iter().map(|layer| layer.size());
        let documents = [self.config.len() as u64, self.manifest.len() as u64];
        // What a base says of its layers may be any number.
        base.chain(layers).chain(documents).fold(0, u64::saturating_add)
    }
}

fn manifest(config: &[u8], executable: &Executable, options: &Options, layers: &[Arc<Layer>]) -> Value {
    let under = options.base.as_ref().map(Base::layers).unwrap_or_default().iter();
    let under =
        under.map(|layer| json!({"mediaType": layer.media_type, "digest": layer.digest, "size": layer.size}));
    let layers = layers.iter().map(
        |layer| json!({"mediaType": layer.media_type(), "digest": layer.digest(), "size": layer.size()}),
    );
    let mut manifest = json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "digest": Digest::of(config), "size": config.len()},
        "layers": under.chain(layers).collect::<Vec<_>>(),
    });
    let annotations = annotations(executable, options);
    if !annotations.is_empty() {
        manifest["annotations"] = json!(annotations);
    }
    manifest
}

/// What is known of where the image is from.
fn annotations(executable: &Executable, options: &Options) -> BTreeMap<String, String> {
    let mut annotations = options.labels.clone();
    annotations
        .entry("org.opencontainers.image.created".to_owned())
        .or_insert_with(|| config::timestamp(options.created));
    annotations.extend(executable.build_id().map(|id| (BUILD_ID.to_owned(), id.to_owned())));
    if let Some(base) = &options.base {
        let digest = base.digest().map(Digest::to_string).unwrap_or_default();
        annotations.insert("org.opencontainers.image.base.name".to_owned(), base.name().to_owned());
        annotations.insert("org.opencontainers.image.base.digest".to_owned(), digest);
    }
    annotations
}

#[cfg(test)]
mod tests;
