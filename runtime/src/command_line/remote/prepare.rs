//! Everything before the launch: from a request to an action whose image is where the nodes find it.

use std::collections::BTreeMap;

use clap::ArgMatches;
use podwright_image::{ConnectOptions, X86Level};
use podwright_launch::preflight::{architectures, version};
use podwright_launch::{Cluster, digest};
use tokio::sync::oneshot;

use super::packaging::{self, Packaged};
use super::program::Program;
use super::{connect, preflight};
use crate::catalog::Catalog;
use crate::context::Request;
use crate::error::{Error, Kind, Result};
use crate::image::Source;
use crate::progress::stage;
use crate::settings::Settings;
use crate::submit::name::new_run;
use crate::submit::plan::{self, Caller, Plan};
use crate::submit::travel::{self, ImageRef, Travelling};
use crate::submit::{image, outcome};

/// The image of a run, before anything is pushed.
enum Prepared {
    /// It is in a registry already.
    Given(ImageRef),
    /// It is packaged here, with those of the program's other environments.
    Packaged(Packaged),
}

/// Packages beside the first questions to the cluster, looks at what the cluster lacks, and only then pushes.
pub(super) async fn prepare(
    catalog: &Catalog,
    request: &Request,
    settings: &Settings,
    matches: &ArgMatches,
) -> Result<(Cluster, Plan)> {
    let run = name(matches)?.map_or_else(|| new_run(request.task.name), Ok)?;
    let caller = Caller::command_line(run);
    let cluster = connect(settings).await?;
    let mut travelling = travelling(catalog, settings);
    let program = Program::of(settings, matches)?;
    let (told, nodes) = oneshot::channel();
    let merged = async {
        let kubernetes = version(&cluster).await.map_err(outcome::of_cluster)?;
        let merged = plan::merged(request, &caller, &travelling, kubernetes)?;
        if program == Program::Running {
            // Where the image is given, nobody waits for them.
            let _ = told.send(architectures(&cluster, &merged.json["podSpec"]).await);
        }
        Ok::<_, Error>(merged)
    };
    let nodes = async { nodes.await.unwrap_or_default() };
    let image = async {
        if let Some(given) = given_image(request, &settings.connect).await? {
            return Ok(Prepared::Given(given));
        }
        let packaged = packaging::package(catalog, settings, matches, &program, nodes).await?;
        Ok(Prepared::Packaged(packaged))
    };
    let (image, merged) = tokio::try_join!(image, merged)?;
    match &image {
        Prepared::Given(image) => (travelling.program, travelling.every) = (image.clone(), true),
        Prepared::Packaged(packaged) => packaged.name(&mut travelling),
    }
    let plan = plan::with_image(merged, request, &caller, &travelling)?;
    if !matches.get_flag("no-preflight") {
        let follows = !matches.get_flag("detach");
        stage("looking for what the cluster lacks");
        preflight::preflight(&cluster, &plan.action, level(&image, request), follows).await?;
    }
    if let Prepared::Packaged(packaged) = &image {
        packaged.push().await?;
    }
    Ok((cluster, plan))
}

/// The x86-64 level that the program needs, where it is more than every such processor has.
fn level(image: &Prepared, request: &Request) -> Option<&'static str> {
    let Prepared::Packaged(packaged) = image else { return None };
    // Of several architectures, only some nodes are to have it.
    let [only] = packaged.images(request.task.env) else { return None };
    let set = only.instruction_set();
    set.map(|set| set.level).filter(|level| *level > X86Level::V1).map(X86Level::as_str)
}

/// The image that the command line or the environment names, so that nothing is packaged.
async fn given_image(request: &Request, connect: &ConnectOptions) -> Result<Option<ImageRef>> {
    let given = match (&request.overrides.image, request.task.env.image.source) {
        (Some(image), _) => image.as_str(),
        (None, Source::Prebuilt(image)) => image,
        (None, Source::Program { .. }) => return Ok(None),
    };
    let registry = image::registry(&image::reference(given)?, connect).await?;
    // The nodes may reach a registry that this machine does not: what it is for is then not known, and not a failure.
    let resolved = registry.resolve().await;
    let mut architectures = resolved.map(|image| image.architectures).unwrap_or_default();
    // An index may have several variants of one.
    architectures.sort();
    architectures.dedup();
    Ok(Some(ImageRef { reference: given.to_owned(), architectures }))
}

/// What travels with a run, before there is an image.
pub(super) fn travelling(catalog: &Catalog, settings: &Settings) -> Travelling {
    Travelling {
        catalog: digest::hex(&catalog.signature()),
        program: ImageRef::default(),
        images: BTreeMap::new(),
        every: false,
        templates: travel::templates(catalog),
        start_timeout: settings.start_timeout.as_secs(),
    }
}

/// The run's name, where `--name` gives one.
pub(super) fn name(matches: &ArgMatches) -> Result<Option<String>> {
    /// A Job's name is a label's value, and its pods' names add six characters.
    const LONGEST: usize = 57;
    let Some(name) = matches.get_one::<String>("name") else { return Ok(None) };
    let wrong = |why: &str| Error::new(Kind::Usage, format!("`--name {name}`: the run's name {why}"));
    podwright_rules::formats::name::label(name).map_err(|invalid| wrong(invalid.reason))?;
    if name.len() > LONGEST {
        return Err(wrong(&format!("has {} characters, and may have {LONGEST}", name.len())));
    }
    Ok(Some(name.clone()))
}
