//! The command line of a user's program.

mod commands;
mod output;
mod parameter;
#[cfg(feature = "cluster")]
mod remote;
mod run;
mod tasks;
#[cfg(feature = "cluster")]
mod yaml;

use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::catalog::{Catalog, DuplicateTask};
use crate::error::{Error, Kind, Result};
use crate::progress::{self, Level};
use crate::task::TaskDef;

/// The command line over every task that is linked into the program: the whole of a `fn main`.
///
/// In a pod that a launcher started it runs the task it was started for. It is called before the program starts a thread: a local run
/// sets the variables of the task's template in this process, which others must not read at that time.
pub fn main() -> ExitCode {
    start(Catalog::linked())
}

/// What `main!` calls: the command line over these tasks alone.
#[doc(hidden)]
pub fn main_of(tasks: &[&'static TaskDef]) -> ExitCode {
    start(Catalog::listed(tasks))
}

/// The exit statuses: what a script may rely on.
const TASK_FAILED: u8 = 1;
const USAGE: u8 = 2;
const INFRASTRUCTURE: u8 = 3;
/// What a shell gives for a process that SIGINT ended.
const INTERRUPTED: u8 = 130;

fn start(catalog: Result<Catalog, DuplicateTask>) -> ExitCode {
    let catalog = match catalog {
        Ok(catalog) => catalog,
        Err(duplicate) => return end(&Error::new(Kind::Usage, duplicate)),
    };
    #[cfg(feature = "cluster")]
    if let Some(order) = crate::pod::order() {
        return crate::pod::main(&order, &catalog);
    }
    clap_complete::CompleteEnv::with_factory(|| commands::program(&catalog)).complete();
    let matches = match commands::program(&catalog).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let status = if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
                0
            } else {
                USAGE
            };
            // Where it cannot be printed nobody is there to read it; the status still tells.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    match (dispatch(&catalog, &matches), output::lost()) {
        (Err(error), _) | (Ok(_), Some(error)) => end(&error),
        (Ok(status), None) => status,
    }
}

fn dispatch(catalog: &Catalog, matches: &ArgMatches) -> Result<ExitCode> {
    if matches.get_flag("quiet") {
        progress::set(Level::Quiet);
    } else if matches.get_flag("verbose") {
        progress::set(Level::Verbose);
    }
    match matches.subcommand() {
        None => run::only_task(catalog, matches),
        Some(("tasks", matches)) => Ok(tasks::list(catalog, matches)),
        Some(("run", matches)) => {
            let (task, matches) = chosen(catalog, matches)?;
            run::run(catalog, task, matches)
        }
        Some(("completions", matches)) => tasks::completions(matches),
        #[cfg(feature = "cluster")]
        Some(("render", matches)) => {
            let (task, matches) = chosen(catalog, matches)?;
            remote::render(catalog, task, matches)
        }
        #[cfg(feature = "cluster")]
        Some(("package", matches)) => remote::package(catalog, matches),
        #[cfg(feature = "cluster")]
        Some((command, matches)) => remote::command(command, matches),
        #[cfg(not(feature = "cluster"))]
        Some((command, _)) => Err(Error::new(Kind::Usage, format!("there is no command `{command}`"))),
    }
}

/// The task that a command names, with its own flags.
fn chosen<'m>(catalog: &Catalog, matches: &'m ArgMatches) -> Result<(&'static TaskDef, &'m ArgMatches)> {
    let Some((name, matches)) = matches.subcommand() else {
        return Err(Error::new(Kind::Usage, "which task?").with_help(tasks::known(catalog)));
    };
    match catalog.get(name) {
        Some(task) => Ok((task, matches)),
        None => Err(unknown_task(catalog, name)),
    }
}

fn unknown_task(catalog: &Catalog, name: &str) -> Error {
    let nearest =
        catalog.nearest(name).map(|task| format!("; did you mean `{}`?", task.name)).unwrap_or_default();
    Error::new(Kind::Usage, format!("this program has no task `{name}`{nearest}")).with_help(format!(
        "{}; a crate of tasks must be named in the program: `use my_tasks as _;`",
        tasks::known(catalog)
    ))
}

fn end(error: &Error) -> ExitCode {
    failed(error).into()
}

/// Says why, and gives the exit status that goes with it.
fn failed(error: &Error) -> u8 {
    output::error(error);
    match error.kind() {
        Kind::Usage | Kind::Mismatch => USAGE,
        Kind::Infrastructure | Kind::NotStarted => INFRASTRUCTURE,
        Kind::Interrupted => INTERRUPTED,
        _ => TASK_FAILED,
    }
}
