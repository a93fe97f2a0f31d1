//! The commands that speak to a cluster or a registry.

mod package;
mod progress;
mod render;
mod run;
mod runs;

use std::process::ExitCode;

use clap::ArgMatches;
use podwright_launch::{Cluster, Logs};

use crate::error::{Error, Kind, Result};
use crate::settings::Settings;
use crate::submit::outcome;

pub(super) use render::render;
pub(super) use run::run;

/// A command that is not about a task.
pub(super) fn command(command: &str, matches: &ArgMatches) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    let run = matches.try_get_one::<String>("run").ok().flatten().map(String::as_str).unwrap_or_default();
    match command {
        "package" => package::package(&settings, matches),
        "runs" => runs::list(&settings, matches),
        "get" => runs::get(&settings, matches, run),
        "logs" => runs::logs(&settings, matches, run),
        "wait" => runs::wait(&settings, matches, run),
        "abort" => runs::abort(&settings, run),
        _ => Err(Error::new(Kind::Usage, format!("there is no command `{command}`"))),
    }
}

/// Runs to its end on an async runtime of its own.
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Error::from(why).context("cannot start the async runtime"))?;
    let result = runtime.block_on(future);
    runtime.shutdown_background();
    result
}

async fn connect(settings: &Settings) -> Result<Cluster> {
    let settings = podwright_launch::Settings {
        kubeconfig: settings.kubeconfig.clone(),
        context: settings.context.clone(),
        namespace: settings.namespace.clone(),
    };
    Cluster::connect(&settings).await.map_err(outcome::of_cluster)
}

/// Which logs the command line wants followed.
fn logs(matches: &ArgMatches) -> Logs {
    if matches.get_flag("quiet") {
        Logs::None
    } else if matches.get_flag("sidecar-logs") {
        Logs::All
    } else {
        Logs::Primary
    }
}

/// Waits for the future, unless Ctrl-C comes first: then says that the run goes on, and how to come back to it.
async fn or_interrupted<T>(run: &str, future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        result = future => result,
        _ = tokio::signal::ctrl_c() => {
            let program = std::env::args().next().unwrap_or_default();
            Err(Error::new(Kind::Aborted, format!("interrupted; the run `{run}` goes on"))
                .with_help(format!("come back with `{program} wait {run}`, end it with `{program} abort {run}`")))
        }
    }
}

/// Waits for the future, unless Ctrl-C comes first: nothing was started yet.
async fn or_stopped<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        result = future => result,
        _ = tokio::signal::ctrl_c() => Err(Error::new(Kind::Aborted, "interrupted; nothing was started")),
    }
}
