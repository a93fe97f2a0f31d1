//! What travels with a run: what its root decided once, for every task that it starts anywhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fill::Filled;
use super::image::Repositories;
use crate::catalog::Catalog;
use crate::environment::{TaskEnvironment, Template};
use crate::error::Result;
use crate::image::Source;

/// What the root of a run decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Travelling {
    /// A hash of the catalog: a program with another one must not take the run's calls.
    pub(crate) catalog: String,
    /// The image of the program, by digest, as the cluster's nodes name it.
    pub(crate) program: ImageRef,
    /// The images of those environments whose image is more than the program alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) images: BTreeMap<String, ImageRef>,
    /// Whether [`Travelling::program`] stands for every environment's image: it was given for the run.
    #[serde(default)]
    pub(crate) every: bool,
    /// The filled templates of those environments whose template has holes or is chosen.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) templates: BTreeMap<String, Filled>,
    /// How long a pod may take until its task begins, in seconds.
    pub(crate) start_timeout: u64,
}

/// An image and what it runs on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ImageRef {
    /// `registry/repository@sha256:…`.
    pub(crate) reference: String,
    /// In Kubernetes' words: `amd64`. Empty where it is not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) architectures: Vec<String>,
}

impl ImageRef {
    /// What stands for an image of these architectures that is not packaged yet.
    pub(crate) fn draft(repositories: &Repositories, architectures: Vec<String>) -> Self {
        Self { reference: repositories.for_nodes_without_digest().to_owned(), architectures }
    }
}

impl Travelling {
    /// The image of this environment.
    pub(crate) fn image(&self, environment: &TaskEnvironment) -> ImageRef {
        match environment.image.source {
            Source::Prebuilt(reference) if !self.every => {
                ImageRef { reference: reference.to_owned(), architectures: Vec::new() }
            }
            _ if self.every => self.program.clone(),
            _ => self.images.get(environment.name).unwrap_or(&self.program).clone(),
        }
    }

    /// The filled template of this environment: the one that was filled where the run was submitted.
    pub(crate) fn template(&self, environment: &TaskEnvironment) -> Result<Filled> {
        self.templates
            .get(environment.name)
            .map_or_else(|| Filled::of(environment), |filled| Ok(filled.clone()))
    }
}

/// Fills the templates that have holes or are chosen. A template that cannot be filled is left to the call that needs it:
/// it is none of the other tasks' business.
pub(crate) fn templates(catalog: &Catalog) -> BTreeMap<String, Filled> {
    let mut filled = BTreeMap::new();
    for task in catalog.iter() {
        let varies = match task.env.template {
            Template::Implied => false,
            Template::Fixed(template) => !template.parts.holes.is_empty(),
            Template::Chosen(_) => true,
        };
        if varies
            && !filled.contains_key(task.env.name)
            && let Ok(template) = Filled::of(task.env)
        {
            filled.insert(task.env.name.to_owned(), template);
        }
    }
    filled
}
