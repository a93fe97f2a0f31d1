//! Everything before the launch: from a request to an action whose image is where the nodes find it.

use clap::ArgMatches;
use futures::try_join;
use podwright_image::{Image, Registry, X86Level};
use podwright_launch::preflight::version;
use podwright_launch::{Cluster, digest};

use super::progress::bytes;
use super::{connect, packaged, preflight, push, to_package};
use crate::catalog::Catalog;
use crate::context::Request;
use crate::error::{Error, Kind, Result};
use crate::image::Source;
use crate::progress::{say, stage};
use crate::settings::Settings;
use crate::submit::image::Repositories;
use crate::submit::outcome;
use crate::submit::plan::{self, Caller, Plan};
use crate::submit::travel::{self, ImageRef, Travelling};

/// The image of a run, before anything is pushed.
enum Prepared {
    /// It is in a registry already.
    Given(ImageRef),
    /// It is packaged here, for these repositories.
    Packaged(Image, Repositories),
}

/// Packages beside the first questions to the cluster, looks at what the cluster lacks, and only then pushes.
pub(super) async fn prepare(
    catalog: &Catalog,
    request: &Request,
    settings: &Settings,
    matches: &ArgMatches,
) -> Result<(Cluster, Plan)> {
    let caller = Caller { run: name(request, matches)?, parent: None, overrider: "the command line" };
    let cluster = connect(settings).await?;
    let mut travelling = travelling(catalog, settings);
    let merged = async {
        let kubernetes = version(&cluster).await.map_err(outcome::of_cluster)?;
        plan::merged(request, &caller, &travelling, kubernetes)
    };
    let (image, merged) = try_join!(prepared(request, settings, matches), merged)?;
    (travelling.program, travelling.every) = match &image {
        Prepared::Given(image) => (image.clone(), true),
        Prepared::Packaged(image, repositories) => (repositories.for_nodes(image), false),
    };
    let plan = plan::with_image(merged, request, &caller, &travelling)?;
    if !matches.get_flag("no-preflight") {
        let follows = !matches.get_flag("detach");
        stage("looking for what the cluster lacks");
        preflight::preflight(&cluster, &plan.action, level(&image), follows).await?;
    }
    if let Prepared::Packaged(image, repositories) = &image {
        let pushed = push(image, repositories).await?;
        say(&match pushed.sent {
            0 => "the registry has the image already".to_owned(),
            sent => format!("pushed {} to {}", bytes(sent), repositories.here.registry),
        });
    }
    Ok((cluster, plan))
}

async fn prepared(request: &Request, settings: &Settings, matches: &ArgMatches) -> Result<Prepared> {
    if let Some(given) = given_image(request).await? {
        return Ok(Prepared::Given(given));
    }
    let (executable, repositories) = to_package(settings, matches)?;
    Ok(Prepared::Packaged(packaged(executable, &repositories).await?, repositories))
}

/// The x86-64 level that the program needs, where it is more than every such processor has.
fn level(image: &Prepared) -> Option<&'static str> {
    let Prepared::Packaged(image, _) = image else { return None };
    image.instruction_set().map(|set| set.level).filter(|level| *level > X86Level::V1).map(X86Level::as_str)
}

/// The image that the command line or the environment names, so that nothing is packaged.
async fn given_image(request: &Request) -> Result<Option<ImageRef>> {
    let given = match (&request.overrides.image, request.task.env.image.source) {
        (Some(image), _) => image.as_str(),
        (None, Source::Prebuilt(image)) => image,
        (None, Source::Program) => return Ok(None),
    };
    let reference =
        given.parse().map_err(|why: podwright_image::ReferenceError| Error::new(Kind::Usage, why))?;
    let registry =
        Registry::connect(&reference).await.map_err(|why| Error::new(Kind::Infrastructure, why))?;
    // The nodes may reach a registry that this machine does not: what it is for is then not known, and not a failure.
    let resolved = registry.resolve().await;
    let architecture = resolved.ok().and_then(|image| match image.architectures.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    });
    Ok(Some(ImageRef { reference: given.to_owned(), architecture }))
}

/// What travels with a run, before there is an image.
pub(super) fn travelling(catalog: &Catalog, settings: &Settings) -> Travelling {
    Travelling {
        catalog: digest::hex(&catalog.signature()),
        program: ImageRef::default(),
        every: false,
        templates: travel::templates(catalog),
        start_timeout: settings.start_timeout.as_secs(),
    }
}

fn name(request: &Request, matches: &ArgMatches) -> Result<String> {
    match matches.get_one::<String>("name") {
        None => plan::new_run(request.task.name),
        Some(name) => {
            const LONGEST: usize = 57;
            podwright_rules::formats::name::label(name).map_err(|invalid| {
                Error::new(Kind::Usage, format!("the run's name `{name}` {}", invalid.reason))
            })?;
            if name.len() > LONGEST {
                return Err(Error::new(
                    Kind::Usage,
                    format!("the run's name `{name}` is longer than {LONGEST} characters"),
                ));
            }
            Ok(name.clone())
        }
    }
}
