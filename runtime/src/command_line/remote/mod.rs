//! The commands that speak to a cluster or a registry.

mod destination;
mod following;
mod package;
mod packaging;
mod preflight;
mod prepare;
mod program;
mod progress;
mod render;
mod run;
mod runs;
mod table;

use std::process::ExitCode;

use clap::ArgMatches;
use podwright_launch::{Cluster, Logs};

use super::INTERRUPTED;
use crate::asynchronous::block_on;
use crate::error::{Error, Kind, Result};
use crate::progress::detail;
use crate::settings::Settings;
use crate::submit::outcome;

pub(super) use package::package;
pub(super) use render::render;
pub(super) use run::run;

/// A command that is not about a task.
pub(super) fn command(command: &str, matches: &ArgMatches) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    let run = matches.try_get_one::<String>("run").ok().flatten().map(String::as_str).unwrap_or_default();
    match command {
        "runs" => runs::list(&settings, matches),
        "get" => runs::get(&settings, matches, run),
        "logs" => runs::logs(&settings, matches, run),
        "wait" => runs::wait(&settings, matches, run),
        "abort" => runs::abort(&settings, run),
        _ => Err(Error::new(Kind::Usage, format!("there is no command `{command}`"))),
    }
}

async fn connect(settings: &Settings) -> Result<Cluster> {
    let settings = podwright_launch::Settings {
        kubeconfig: settings.kubeconfig.clone(),
        context: settings.context.clone(),
        namespace: settings.namespace.clone(),
        outage_timeout: Some(settings.outage_timeout),
        in_pod: false,
    };
    let cluster = Cluster::connect(&settings).await.map_err(outcome::of_cluster)?;
    detail(&format!("the cluster is {}, the namespace `{}`", cluster.server(), cluster.namespace()));
    Ok(cluster)
}

/// The program as it was called, for commands that a message names.
fn program() -> String {
    std::env::args_os().next().unwrap_or_default().to_string_lossy().into_owned()
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

/// Waits for the future, which sends or follows a run. Where it is left before its end, by Ctrl-C or because the cluster did not do
/// what it was asked, the run goes on: the error says how to come back.
async fn or_left<T>(
    run: &str,
    was_sent: impl Fn() -> bool,
    future: impl Future<Output = Result<T>>,
) -> Result<T> {
    let program = program();
    let back = format!("come back with `{program} wait {run}`, end it with `{program} abort {run}`");
    tokio::select! {
        biased;
        () = interrupted() => Err(if was_sent() {
            Error::new(Kind::Interrupted, format!("interrupted; the run `{run}` goes on")).with_help(back)
        } else {
            Error::new(Kind::Interrupted, format!("interrupted while the run `{run}` was being started"))
                .with_help(format!("`{program} get {run}` says whether it was"))
        }),
        result = future => result.map_err(|error| {
            if error.kind() != Kind::Infrastructure || !was_sent() {
                return error;
            }
            let help = error.help().map(|help| format!("{help}; ")).unwrap_or_default();
            error.with_help(format!("{help}the run `{run}` goes on: {back}"))
        }),
    }
}

/// Waits for the future, unless Ctrl-C comes first: nothing was launched yet.
async fn or_stopped<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        biased;
        () = interrupted() => Err(Error::new(Kind::Interrupted, "interrupted; nothing was launched")),
        result = future => result,
    }
}

/// Waits for Ctrl-C. A second one ends the program wherever it is then.
async fn interrupted() {
    let (told, first) = tokio::sync::oneshot::channel();
    // On another thread: this one may be held up, by a credential plugin that asks for a password.
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = told.send(());
            _ = tokio::signal::ctrl_c().await;
            std::process::exit(INTERRUPTED.into());
        }
    });
    if first.await.is_err() {
        // Without a handler, Ctrl-C ends the process by itself.
        std::future::pending::<()>().await;
    }
}
