//! `run` on a cluster: package, push, launch, follow.

use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use podwright_image::Registry;
use podwright_launch::{Launcher, digest};
use serde_json::Value;

use super::progress::{Following, bytes};
use super::{block_on, connect, logs, or_interrupted, or_stopped, send, to_package};
use crate::catalog::Catalog;
use crate::command_line::output;
use crate::context::Request;
use crate::error::{Error, Kind, Result};
use crate::image::Source;
use crate::progress::say;
use crate::settings::Settings;
use crate::submit::outcome;
use crate::submit::plan::{self, Caller, Plan};
use crate::submit::travel::{self, ImageRef, Travelling};

/// `run TASK` on a cluster.
pub(in crate::command_line) fn run(
    catalog: &Catalog,
    request: Request,
    matches: &ArgMatches,
) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    let value = block_on(async {
        let (cluster, plan) = or_stopped(async {
            let cluster = connect(&settings).await?;
            let plan = prepare(catalog, &request, &settings, matches).await?;
            Ok((cluster, plan))
        })
        .await?;
        let run = plan.action.run.clone();
        let observer = Arc::new(Following { primary: plan.action.pod.primary.clone() });
        let launcher = Launcher::new(cluster, &run, observer);
        if matches.get_flag("detach") {
            or_interrupted(&run, async { launcher.detach(&plan.action).await.map_err(outcome::of_launch) })
                .await?;
            return Ok(Value::String(run));
        }
        or_interrupted(&run, async {
            let launched = launcher.launch(&plan.action, logs(matches)).await;
            outcome::value(launched.map_err(outcome::of_launch)?)
        })
        .await
    })?;
    output::value(&value, output::format(matches));
    Ok(ExitCode::SUCCESS)
}

/// Everything up to the launch: the image is where the nodes find it.
async fn prepare(
    catalog: &Catalog,
    request: &Request,
    settings: &Settings,
    matches: &ArgMatches,
) -> Result<Plan> {
    let run = name(request, matches)?;
    let caller = Caller { run, parent: None, overrider: "the command line" };
    if let Some(given) = given_image(request).await? {
        let travelling = travelling(catalog, settings, given, true);
        return plan::plan(request, &caller, &travelling);
    }
    let (executable, repositories) = to_package(settings, matches)?;
    let mut travelling = travelling(catalog, settings, ImageRef::draft(&repositories), false);
    // What the compiler could not check is checked before anything is packaged or sent.
    let merged = plan::merged(request, &caller, &travelling)?;
    let (image, pushed) = send(executable, &repositories).await?;
    say(&match pushed.sent {
        0 => "the registry has the image already".to_owned(),
        sent => format!("pushed {} to {}", bytes(sent), repositories.here.registry),
    });
    travelling.program = repositories.for_nodes(&image);
    plan::with_image(merged, request, &caller, &travelling)
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

/// What travels with a run.
pub(super) fn travelling(
    catalog: &Catalog,
    settings: &Settings,
    program: ImageRef,
    every: bool,
) -> Travelling {
    Travelling {
        catalog: digest::hex(&catalog.signature()),
        program,
        every,
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
