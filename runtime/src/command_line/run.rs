//! `run`: a task in this process or on a cluster.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use serde_json::Value;

use super::{commands, failed, output, parameter, tasks};
use crate::asynchronous;
use crate::call::Overrides;
use crate::catalog::Catalog;
use crate::context::{Context, Request};
use crate::error::{Error, Kind, Result};
use crate::execute;
use crate::image::has_digest;
use crate::local::{self, LocalRunner};
use crate::settings;
use crate::task::TaskDef;

/// `run TASK`.
pub(super) fn run(catalog: &Catalog, task: &'static TaskDef, matches: &ArgMatches) -> Result<ExitCode> {
    let request = request(task, matches)?;
    if !matches.get_flag("local") {
        return remote(catalog, request, matches);
    }
    let value = in_this_process(request, mounts(matches)?)?;
    output::value(&value, output::format(matches));
    Ok(ExitCode::SUCCESS)
}

#[cfg(feature = "cluster")]
fn remote(catalog: &Catalog, request: Request, matches: &ArgMatches) -> Result<ExitCode> {
    super::remote::run(catalog, request, matches)
}

#[cfg(not(feature = "cluster"))]
fn remote(_: &Catalog, _: Request, _: &ArgMatches) -> Result<ExitCode> {
    Err(Error::new(Kind::Usage, "this program was built without podwright's feature `cluster`")
        .with_help("run it with --local, or build it with the feature"))
}

/// The program without a command: the one task that needs no parameter, or a list of what there is.
pub(super) fn only_task(catalog: &Catalog, matches: &ArgMatches) -> Result<ExitCode> {
    let mut free = catalog.iter().filter(|task| {
        task.parameters.iter().all(|parameter| parameter.default().is_some() || parameter.optional())
    });
    if let (Some(task), None) = (free.next(), free.next())
        && let Ok(with_command) = commands::program(catalog).try_get_matches_from(again(task))
        && let Some((_, matches)) = with_command.subcommand()
        && let Some((_, matches)) = matches.subcommand()
    {
        return run(catalog, task, matches);
    }
    Ok(tasks::list(catalog, matches))
}

/// The command line with `run TASK` in it.
fn again(task: &TaskDef) -> Vec<std::ffi::OsString> {
    let mut arguments: Vec<_> = std::env::args_os().collect();
    arguments.extend(["run".into(), task.name.into()]);
    arguments
}

/// What the command line asks for.
pub(super) fn request(task: &'static TaskDef, matches: &ArgMatches) -> Result<Request> {
    let input = parameter::input(task, matches, commands::TAKEN)?;
    Ok(Request { task, input, overrides: overrides(matches)? })
}

fn overrides(matches: &ArgMatches) -> Result<Overrides> {
    // A flag of the cluster's is not there without the feature.
    let text = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let mut overrides = Overrides { retries: matches.get_one("retries").copied(), ..Overrides::default() };
    if let Some(timeout) = text("timeout") {
        overrides.timeout = Some(settings::duration("timeout", &timeout)?);
    }
    for resource in ["cpu", "memory"] {
        if let Some(quantity) = text(resource) {
            podwright_rules::formats::quantity::parse(&quantity).map_err(|invalid| {
                Error::new(
                    Kind::Usage,
                    format!("`--{resource}` is a quantity, and `{quantity}` {}", invalid.reason),
                )
            })?;
            for list in ["requests", "limits"] {
                overrides.resources.push((list, resource.to_owned(), quantity.clone()));
            }
        }
    }
    for variable in matches.get_many::<String>("env").into_iter().flatten() {
        let (name, value) = variable.split_once('=').ok_or_else(|| {
            Error::new(Kind::Usage, format!("`--env` is NAME=VALUE, and `{variable}` has no `=`"))
        })?;
        podwright_rules::formats::name::env(name).map_err(|invalid| {
            Error::new(Kind::Usage, format!("`--env`: the name `{name}` {}", invalid.reason))
        })?;
        overrides.env.push((name.to_owned(), value.to_owned()));
    }
    overrides.image = text("image");
    match &overrides.image {
        Some(image) if !has_digest(image) => Err(Error::new(
            Kind::Usage,
            format!("`--image` names an image by its digest, and `{image}` has none"),
        )
        .with_help("`repository@sha256:…`: `package` prints it")),
        _ => Ok(overrides),
    }
}

fn mounts(matches: &ArgMatches) -> Result<BTreeMap<String, PathBuf>> {
    let mut mounts = BTreeMap::new();
    for mount in matches.get_many::<String>("mount").into_iter().flatten() {
        let (volume, folder) = mount.split_once('=').ok_or_else(|| {
            Error::new(Kind::Usage, format!("`--mount` is VOLUME=DIR, and `{mount}` has no `=`"))
        })?;
        if !std::path::Path::new(folder).is_dir() {
            return Err(Error::new(
                Kind::Usage,
                format!("`--mount {mount}`: there is no directory `{folder}`"),
            ));
        }
        mounts.insert(volume.to_owned(), PathBuf::from(folder));
    }
    Ok(mounts)
}

fn in_this_process(request: Request, mounts: BTreeMap<String, PathBuf>) -> Result<Value> {
    execute::guard_exit(failed);
    local::prepare(&request);
    let context = Context::new(Arc::new(LocalRunner { mounts }));
    context.clone().of_process();
    asynchronous::block_on(async {
        tokio::select! {
            result = context.call(request.task, request.input, request.overrides) => result,
            _ = tokio::signal::ctrl_c() => Err(Error::new(Kind::Interrupted, "interrupted")),
        }
    })
}
