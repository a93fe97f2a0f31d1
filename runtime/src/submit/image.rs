//! The image of a run: this program, packaged and pushed, or one that is there already.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use podwright_image::{
    Base, BaseError, Cache, Compression, ConnectOptions, Executable, Image, Options, Progress, Pushed,
    Reference, Registry, RegistryError, Sbom, index_digest, package,
};

use super::recipe::Recipe;
use super::travel::ImageRef;
use crate::error::{Error, Kind, Result};
use crate::names;

/// Where images are pushed, on both sides of the network.
#[derive(Clone, Debug)]
pub(crate) struct Repositories {
    /// As this machine names it.
    pub(crate) here: Reference,
    /// As the cluster's nodes name it: a prefix of references.
    nodes: String,
}

impl Repositories {
    /// `registry` and `cluster_registry` are `host[:port][/path]`; the repository below them is the program's name.
    pub(crate) fn new(registry: Option<&str>, cluster_registry: Option<&str>, program: &str) -> Result<Self> {
        // A variable that is set to nothing is how an unset secret of CI looks.
        let registry = registry.filter(|registry| !registry.is_empty()).ok_or_else(|| {
            Error::new(Kind::Usage, "there is no registry to push the program's image to").with_help(
                "name one with `--registry`, PODWRIGHT_REGISTRY or `registry` in podwright.toml; `run --local` and \
                 `package --output FILE` need none",
            )
        })?;
        let below = |prefix: &str| format!("{}/{}", prefix.trim_end_matches('/'), repository(program));
        let here = below(registry)
            .parse()
            .map_err(|why| Error::new(Kind::Usage, format!("`--registry {registry}`: {why}")))?;
        let cluster_registry = cluster_registry.filter(|registry| !registry.is_empty());
        let nodes = below(cluster_registry.unwrap_or(registry));
        nodes.parse::<Reference>().map_err(|why| {
            let named = cluster_registry.unwrap_or(registry);
            Error::new(Kind::Usage, format!("`--cluster-registry {named}`: {why}"))
        })?;
        Ok(Self { here, nodes })
    }

    /// The repository as the nodes name it.
    pub(crate) fn for_nodes_without_digest(&self) -> &str {
        &self.nodes
    }

    /// The image as the nodes pull it: of one architecture, or an index of several.
    pub(crate) fn for_nodes(&self, images: &[Image]) -> ImageRef {
        let digest = match images {
            [only] => only.digest(),
            several => index_digest(several),
        };
        let architectures = images.iter().map(|image| image.architecture().as_str().to_owned()).collect();
        ImageRef { reference: format!("{}@{digest}", self.nodes), architectures }
    }
}

/// A program's name as a repository's.
pub(crate) fn repository(program: &str) -> String {
    let name = names::dashed(program);
    if name.is_empty() { "program".to_owned() } else { name }
}

/// The program to package: this one, or the file.
pub(crate) fn executable(binary: Option<PathBuf>) -> Result<Executable> {
    let opened = match binary {
        Some(path) => Executable::open(&path),
        None => Executable::running(),
    };
    opened.map_err(|error| Error::new(Kind::Usage, error))
}

/// The name of the program that is packaged.
pub(crate) fn program(binary: Option<&Path>) -> Result<String> {
    let path = match binary {
        Some(path) => path.to_owned(),
        None => std::env::current_exe()
            .map_err(|why| Error::from(why).context("this program does not know its own file"))?,
    };
    Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
}

/// When a list of crates says it was made: the same crates give the same list.
const EPOCH: &str = "1970-01-01T00:00:00Z";

/// Packages a program, off the threads that other work waits for.
pub(crate) async fn packaged(
    executable: &Executable,
    recipe: &Recipe,
    labels: &BTreeMap<String, String>,
    compression: Compression,
    connect: &ConnectOptions,
) -> Result<Image> {
    let base = match recipe.base {
        None => None,
        Some(name) => Some(base(name, executable, connect).await?),
    };
    let assets = recipe.assets();
    let (labels, created) = (labels.clone(), source_date_epoch()?);
    let options = Options { labels, created, base, assets, compression, ..Options::default() };
    let executable = executable.clone();
    let packaged = tokio::task::spawn_blocking(move || package(&executable, &options)).await?;
    packaged.map_err(of_packaging)
}

/// An error of making or writing an image: what was named is wrong, unless the disk has no room.
pub(crate) fn of_packaging(error: impl std::error::Error + 'static) -> Error {
    let mut causes =
        std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |error| error.source());
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    let is_full = causes
        .any(|cause| cause.downcast_ref().is_some_and(|cause: &io::Error| full.contains(&cause.kind())));
    Error::new(if is_full { Kind::Infrastructure } else { Kind::Usage }, error)
}

async fn base(name: &str, executable: &Executable, connect: &ConnectOptions) -> Result<Base> {
    Base::fetch(&reference(name)?, executable, &Cache::User, connect).await.map_err(|error| {
        let kind = match error {
            BaseError::Registry(_) => Kind::Infrastructure,
            _ => Kind::Usage,
        };
        Error::new(kind, error)
    })
}

/// How layers for this registry are compressed: as it is said, else as its link was when an image was last sent there.
pub(crate) fn compression(said: Option<Compression>, repositories: &Repositories) -> Compression {
    said.unwrap_or_else(|| Compression::for_link(Cache::User.link(&repositories.here.registry)))
}

/// <https://reproducible-builds.org/specs/source-date-epoch/>
fn source_date_epoch() -> Result<u64> {
    const NAME: &str = "SOURCE_DATE_EPOCH";
    match std::env::var(NAME) {
        Err(_) => Ok(0),
        Ok(text) => text.parse().map_err(|_| {
            Error::new(Kind::Usage, format!("{NAME} is a number of seconds, and `{text}` is none"))
        }),
    }
}

/// An image's name.
pub(crate) fn reference(name: &str) -> Result<Reference> {
    name.parse().map_err(|why: podwright_image::ReferenceError| Error::new(Kind::Usage, why))
}

/// Downloads the layers of the image's base, for a place that is no registry.
pub(crate) async fn download_base(image: &mut Image) -> Result<()> {
    image.download_base().await.map_err(of_registry)
}

/// The way to a repository.
pub(crate) async fn registry(reference: &Reference, connect: &ConnectOptions) -> Result<Registry> {
    Registry::connect_with(reference, connect).await.map_err(of_registry)
}

fn of_registry(error: RegistryError) -> Error {
    Error::new(Kind::Infrastructure, error)
}

/// Sends an image, or an index of several, into the repository that this is the way to, as this machine reaches it.
pub(crate) async fn push(
    registry: &Registry,
    images: &[Image],
    repositories: &Repositories,
    progress: Arc<dyn Progress>,
) -> Result<Pushed> {
    let pushed = match images {
        [only] => registry.push(only, progress).await,
        several => registry.push_index(several, progress).await,
    };
    let pushed = pushed.map_err(of_registry)?;
    if let Some(rate) = pushed.rate {
        Cache::User.remember_link(&repositories.here.registry, rate);
    }
    Ok(pushed)
}

/// Puts a list of what the program is built of beside the images that hold it; whether the registry takes what is no image.
pub(crate) async fn attach<'a>(
    images: impl Iterator<Item = &'a Image>,
    repositories: &Repositories,
    sbom: &Sbom,
    connect: &ConnectOptions,
) -> Result<bool> {
    let document = sbom.document(&repositories.here.repository, EPOCH);
    let registry = registry(&repositories.here, connect).await?;
    for image in images {
        match registry.attach(image, Sbom::MEDIA_TYPE, &document, &Cache::User).await {
            Ok(_) => {}
            Err(error) if takes_images_alone(&error) => return Ok(false),
            Err(error) => return Err(of_registry(error)),
        }
    }
    Ok(true)
}

/// Whether this is the answer of an older registry, which finds the document invalid or its type unsupported.
fn takes_images_alone(error: &RegistryError) -> bool {
    match error {
        RegistryError::Refused { status: 405 | 415, .. } => true,
        RegistryError::Refused { status: 400, reason, .. } => {
            ["MANIFEST_INVALID", "UNSUPPORTED"].iter().any(|code| reason.contains(code))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use podwright_image::{LayerError, OutputError};

    use super::*;

    #[test]
    fn a_registry_that_takes_images_alone_is_told_from_one_that_could_not_take_this() {
        let refused = |status, reason: &str| RegistryError::Refused {
            registry: "r".into(),
            repository: "x".into(),
            what: "the manifest".into(),
            status,
            reason: format!("{status} {reason}"),
        };
        for (status, reason) in
            [(400, "MANIFEST_INVALID artifactType"), (400, "UNSUPPORTED"), (405, ""), (415, "")]
        {
            assert!(takes_images_alone(&refused(status, reason)), "{status} {reason}");
        }
        for (status, reason) in [(400, "DIGEST_INVALID"), (400, "Bad Request"), (500, "UNSUPPORTED")] {
            assert!(!takes_images_alone(&refused(status, reason)), "{status} {reason}");
        }
    }

    #[test]
    fn a_disk_without_room_is_no_mistake_of_the_command_line() {
        let write = |kind: ErrorKind| OutputError::Write { path: "a.tar".into(), source: kind.into() };
        assert_eq!(of_packaging(write(ErrorKind::StorageFull)).kind(), Kind::Infrastructure);
        assert_eq!(of_packaging(write(ErrorKind::NotFound)).kind(), Kind::Usage);
        let spool = LayerError::Spool { folder: "/tmp".into(), source: ErrorKind::StorageFull.into() };
        assert_eq!(of_packaging(OutputError::Layer(spool)).kind(), Kind::Infrastructure);
    }

    #[test]
    fn the_nodes_may_have_another_name_for_the_registry() {
        let repositories =
            Repositories::new(Some("localhost:5000/team"), Some("registry.local/team/"), "My_App").unwrap();
        assert_eq!(repositories.here.to_string(), "localhost:5000/team/my-app");
        assert_eq!(repositories.nodes, "registry.local/team/my-app");
    }

    #[test]
    fn the_nodes_name_of_the_registry_may_be_set_to_nothing_and_is_no_url() {
        let new = |nodes| Repositories::new(Some("localhost:5000"), Some(nodes), "app");
        assert_eq!(new("").unwrap().nodes, "localhost:5000/app");
        let refused = new("https://registry.example").unwrap_err().to_string();
        assert!(refused.starts_with("`--cluster-registry https://registry.example`: `"), "{refused}");
        let here = Repositories::new(Some("https://registry.example"), None, "app").unwrap_err().to_string();
        let words = |said: &str| said.split_once("`: ").unwrap().1.to_owned();
        assert_eq!(words(&refused), words(&here));
    }

    #[test]
    fn without_a_registry_the_error_says_how_to_name_one() {
        let error = Repositories::new(None, None, "app").unwrap_err();
        assert!(error.help().unwrap().contains("--registry"));
    }
}
