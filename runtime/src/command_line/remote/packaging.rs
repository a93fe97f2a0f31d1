//! From a program to its images, one for each way that its environments want it, and from there into the registry.

use std::collections::BTreeMap;
use std::sync::Arc;

use clap::ArgMatches;
use futures::future::try_join_all;
use podwright_image::{Compression, ConnectOptions, Executable, Image, Pushed};

use super::program::Program;
use super::progress::{Sending, bytes};
use crate::catalog::Catalog;
use crate::environment::TaskEnvironment;
use crate::error::{Error, Result};
use crate::progress::{say, stage};
use crate::settings::Settings;
use crate::submit::image::{self, Repositories};
use crate::submit::label;
use crate::submit::recipe::{Recipe, recipes};
use crate::submit::travel::Travelling;

/// The images of a program, packaged for a registry.
pub(super) struct Packaged {
    pub(super) executables: Vec<Executable>,
    pub(super) repositories: Repositories,
    /// How their registry is spoken to.
    pub(super) connect: ConnectOptions,
    pub(super) images: Vec<Of>,
}

/// An image, and the environments whose tasks run in it.
pub(super) struct Of {
    pub(super) environments: Vec<&'static str>,
    /// The image for each architecture: one, or those of an index.
    pub(super) images: Vec<Image>,
    /// Whether it is the program alone.
    plain: bool,
}

/// Packages the program for all environments of its tasks, and says so. `nodes` gives the architectures of the cluster's nodes.
pub(super) async fn package(
    catalog: &Catalog,
    settings: &Settings,
    matches: &ArgMatches,
    program: &Program,
    nodes: impl Future<Output = Vec<String>>,
) -> Result<Packaged> {
    stage("packaging");
    let registry = settings.registry.as_deref();
    let name = image::program(program.file())?;
    let repositories = Repositories::new(registry, settings.cluster_registry.as_deref(), &name)?;
    let compression = image::compression(settings.compression, &repositories);
    let executables = program.executables(settings, nodes).await?;
    let labels = labels(catalog, matches);
    let images = images(&executables, recipes(catalog), &labels, compression, &settings.connect).await?;
    for of in &images {
        let names = match images.as_slice() {
            [_] => String::new(),
            _ => format!(" for {}", named(&of.environments)),
        };
        say(&format!("packaged {}{names} ({})", repositories.here, bytes(of.size())));
    }
    let connect = settings.connect.clone();
    Ok(Packaged { executables, repositories, connect, images })
}

/// What the images say of where they are from.
pub(super) fn labels(catalog: &Catalog, matches: &ArgMatches) -> BTreeMap<String, String> {
    let given = matches.get_many::<(String, String)>("label").into_iter().flatten().cloned();
    label::labels(catalog, given.collect())
}

/// The images that these recipes give.
pub(super) async fn images(
    executables: &[Executable],
    recipes: Vec<(Recipe, Vec<&'static str>)>,
    labels: &BTreeMap<String, String>,
    compression: Compression,
    connect: &ConnectOptions,
) -> Result<Vec<Of>> {
    let images = recipes.into_iter().map(async |(recipe, environments)| {
        let images =
            executables.iter().map(|one| image::packaged(one, &recipe, labels, compression, connect));
        let images = try_join_all(images).await.map_err(|error| of_environments(error, &environments))?;
        Ok(Of { environments, images, plain: recipe.is_plain() })
    });
    try_join_all(images).await
}

/// An error of packaging, with whose image it is: other environments' tasks than the one that is run have theirs packaged too.
fn of_environments(error: Error, environments: &[&str]) -> Error {
    error.context(format!("cannot package the image of {}", named(environments)))
}

/// Environments in words.
fn named(environments: &[&str]) -> String {
    let names = format!("`{}`", environments.join("`, `"));
    if environments.len() == 1 {
        format!("the environment {names}")
    } else {
        format!("the environments {names}")
    }
}

impl Of {
    /// How many bytes a registry keeps of it.
    pub(super) fn size(&self) -> u64 {
        self.images.iter().map(Image::size).sum()
    }
}

impl Packaged {
    /// The images of this environment's tasks, one for each architecture; none where they are made elsewhere.
    pub(super) fn images(&self, environment: &TaskEnvironment) -> &[Image] {
        let of = self.images.iter().find(|of| of.environments.contains(&environment.name));
        of.map(|of| of.images.as_slice()).unwrap_or_default()
    }

    /// Tells a run where its images are.
    pub(super) fn name(&self, travelling: &mut Travelling) {
        for of in &self.images {
            let reference = self.repositories.for_nodes(&of.images);
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
        let registry = image::registry(&self.repositories.here, &self.connect).await?;
        let mut all = Vec::new();
        for of in &self.images {
            let progress = Arc::new(Sending::new(of.size()));
            all.push(image::push(&registry, &of.images, &self.repositories, progress).await?);
        }
        let host = &self.repositories.here.registry;
        say(&match all.iter().map(|pushed| pushed.sent).sum() {
            0 => "the registry has the image already".to_owned(),
            sent => format!("pushed {} to {host}", bytes(sent)),
        });
        Ok(all)
    }
}
