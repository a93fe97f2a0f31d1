//! The image: its layers, and the two documents that OCI wants of it, as bytes that depend on nothing else.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use serde_json::{Value, json};

use crate::closure::{Closure, ClosureError, Host};
use crate::digest::Digest;
use crate::executable::{Architecture, Executable, InstructionSet};
use crate::layer::{self, Asset, Cache, Certificates, Compression, How, Layer, LayerError};

/// The media types of OCI.
pub(crate) const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";

/// What can be chosen of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Labels of the image.
    pub labels: BTreeMap<String, String>,
    /// When the image says it was made, in seconds since 1970 (the value of `SOURCE_DATE_EPOCH`).
    pub created: u64,
    /// Which certificate authorities the image trusts.
    pub certificates: Certificates,
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
    pub(crate) layers: Vec<Arc<Layer>>,
    pub(crate) config: Vec<u8>,
    pub(crate) manifest: Vec<u8>,
}

/// Packages a program with the shared libraries that it links. It reads, compresses and hashes: keep it off threads that
/// other work waits for.
pub fn package(executable: &Executable, options: &Options) -> Result<Image, PackageError> {
    let place = Path::new(layer::PROGRAM_FOLDER);
    let closure = Closure::resolve(executable, place, Host::of(executable))?;
    let instruction_set = match (executable.instruction_set(), closure.level) {
        (Some(set), Some(level)) => Some(set.with(level)),
        (set, _) => set,
    };
    let how = How { compression: options.compression, cache: &options.cache };
    let layers = thread::scope(|scope| {
        let program = scope.spawn(|| Layer::program(executable, how));
        let before = Layer::runtime(closure, options.certificates, how)
            .and_then(|runtime| Ok([Some(runtime), Layer::assets(&options.assets, how)?]));
        let program = program.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok::<_, LayerError>(before?.into_iter().flatten().chain([program?]).map(Arc::new).collect::<Vec<_>>())
    })?;
    let config = config(executable, options, &layers).to_string().into_bytes();
    let manifest = manifest(&config, &layers).to_string().into_bytes();
    Ok(Image { architecture: executable.architecture(), instruction_set, layers, config, manifest })
}

impl Image {
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

    /// How many bytes a registry keeps of it.
    pub fn size(&self) -> u64 {
        let layers: u64 = self.layers.iter().map(|layer| layer.size()).sum();
        layers + self.config.len() as u64 + self.manifest.len() as u64
    }
}

fn config(executable: &Executable, options: &Options, layers: &[Arc<Layer>]) -> Value {
    let created = timestamp(options.created);
    let history = layers
        .iter()
        .map(|layer| json!({"created": created, "created_by": format!("podwright: {}", layer.title())}))
        .collect::<Vec<_>>();
    let mut config = json!({
        "User": format!("{0}:{0}", layer::USER),
        "Entrypoint": [format!("{}/{}", layer::PROGRAM_FOLDER, executable.name())],
        "Env": ["PATH=/app", format!("HOME={}", layer::HOME), format!("SSL_CERT_FILE={}", layer::CERTIFICATES)],
        "WorkingDir": "/",
    });
    if !options.labels.is_empty() {
        config["Labels"] = json!(options.labels);
    }
    json!({
        "architecture": executable.architecture().as_str(),
        "os": "linux",
        "created": created,
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": layers.iter().map(|layer| layer.diff_id()).collect::<Vec<_>>()},
        "history": history,
    })
}

fn manifest(config: &[u8], layers: &[Arc<Layer>]) -> Value {
    let layers = layers.iter().map(
        |layer| json!({"mediaType": layer.media_type(), "digest": layer.digest(), "size": layer.size()}),
    );
    json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "digest": Digest::of(config), "size": config.len()},
        "layers": layers.collect::<Vec<_>>(),
    })
}

/// Seconds since 1970 as RFC 3339 has it, in UTC; what no calendar reaches is 1970.
fn timestamp(seconds: u64) -> String {
    i64::try_from(seconds)
        .ok()
        .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
        .unwrap_or_default()
        .to_string()
}

#[cfg(test)]
mod tests;
