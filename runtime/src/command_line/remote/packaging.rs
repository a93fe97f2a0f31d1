//! From a program to its images, one for each way that its environments want it, and from there into the registry.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ArgMatches;
use futures::future::try_join_all;
use podwright_image::{Compression, Executable, Image, Pushed};

use super::progress::{Sending, bytes};
use crate::catalog::Catalog;
use crate::environment::TaskEnvironment;
use crate::error::Result;
use crate::progress::{say, stage};
use crate::settings::Settings;
use crate::submit::image::{self, Repositories};
use crate::submit::recipe::{Recipe, recipes};
use crate::submit::travel::Travelling;

/// The images of a program, packaged for a registry.
pub(super) struct Packaged {
    pub(super) repositories: Repositories,
    pub(super) images: Vec<Of>,
}

/// An image, and the environments whose tasks run in it.
pub(super) struct Of {
    pub(super) environments: Vec<&'static str>,
    pub(super) image: Image,
    /// Whether it is the program alone.
    plain: bool,
}

/// What is packaged: this program or `--binary`.
pub(super) fn executable(matches: &ArgMatches) -> Result<Executable> {
    image::executable(matches.get_one::<String>("binary").map(PathBuf::from))
}

/// Packages the program for all environments of its tasks, and says so.
pub(super) async fn package(
    catalog: &Catalog,
    settings: &Settings,
    matches: &ArgMatches,
) -> Result<Packaged> {
    stage("packaging");
    let executable = executable(matches)?;
    let registry = settings.registry.as_deref();
    let repositories = Repositories::new(registry, settings.cluster_registry.as_deref(), executable.name())?;
    let compression = image::compression(settings.compression, &repositories);
    let images = images(&executable, recipes(catalog), compression).await?;
    for Of { image, environments, plain } in &images {
        let names = if *plain { String::new() } else { format!(" for {}", environments.join(", ")) };
        say(&format!("packaged {}{names} ({})", repositories.here, bytes(image.size())));
    }
    Ok(Packaged { repositories, images })
}

/// The images that these recipes give.
pub(super) async fn images(
    executable: &Executable,
    recipes: Vec<(Recipe, Vec<&'static str>)>,
    compression: Compression,
) -> Result<Vec<Of>> {
    let images = recipes.into_iter().map(async |(recipe, environments)| {
        let image = image::packaged(executable, &recipe, compression).await?;
        Ok(Of { environments, image, plain: recipe.is_plain() })
    });
    try_join_all(images).await
}

impl Packaged {
    /// The image of this environment's tasks; `None` where it is made elsewhere.
    pub(super) fn image(&self, environment: &TaskEnvironment) -> Option<&Image> {
        let of = self.images.iter().find(|of| of.environments.contains(&environment.name))?;
        Some(&of.image)
    }

    /// Tells a run where its images are.
    pub(super) fn name(&self, travelling: &mut Travelling) {
        for of in &self.images {
            let reference = self.repositories.for_nodes(&of.image);
            if of.plain {
                travelling.program = reference;
            } else {
                let named = of.environments.iter().map(|name| ((*name).to_owned(), reference.clone()));
                travelling.images.extend(named);
            }
        }
    }

    /// Sends each image, and says what is sent.
    pub(super) async fn push(&self) -> Result<Vec<Pushed>> {
        let mut all = Vec::new();
        for Of { image, .. } in &self.images {
            let progress = Arc::new(Sending::new(image.size()));
            all.push(image::push(image, &self.repositories, progress).await?);
        }
        let registry = &self.repositories.here.registry;
        say(&match all.iter().map(|pushed| pushed.sent).sum() {
            0 => "the registry has the image already".to_owned(),
            sent => format!("pushed {} to {registry}", bytes(sent)),
        });
        Ok(all)
    }
}
