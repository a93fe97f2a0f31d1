//! `tasks` and `completions`: what there is to run.

use std::process::ExitCode;

use clap::ArgMatches;
use serde_json::{Value, json};

use super::output::{self, Format};
use super::{commands, parameter};
use crate::catalog::Catalog;
use crate::error::{Error, Kind, Result};
use crate::progress;
use crate::task::TaskDef;

/// `tasks`.
pub(super) fn list(catalog: &Catalog, matches: &ArgMatches) -> ExitCode {
    match output::format(matches) {
        Format::Text if catalog.iter().next().is_none() => progress::always(&known(catalog)),
        Format::Text => {
            for task in catalog.iter() {
                output::line(&line(task));
            }
        }
        format => output::value(&Value::Array(catalog.iter().map(describe).collect()), format),
    }
    ExitCode::SUCCESS
}

/// A task with the command that runs it.
pub(super) fn line(task: &TaskDef) -> String {
    let doc = task.doc.trim().lines().next().unwrap_or_default();
    let doc = if doc.is_empty() { String::new() } else { format!("    {doc}\n") };
    format!(
        "{}  (crate {}, environment {})\n{doc}    {}",
        task.name,
        task.crate_name,
        task.env.name,
        command(task)
    )
}

fn command(task: &TaskDef) -> String {
    let needed =
        task.parameters.iter().filter(|parameter| parameter.default().is_none() && !parameter.optional());
    let flags = needed.map(|parameter| {
        format!(" --{} <{}>", parameter::long(parameter.name(), commands::TAKEN), parameter.type_name())
    });
    format!("cargo run -- run {}{}", task.name, flags.collect::<String>())
}

fn describe(task: &'static TaskDef) -> Value {
    let parameters = task.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name(),
            "type": parameter.type_name(),
            "doc": parameter.doc().trim(),
            "required": parameter.default().is_none() && !parameter.optional(),
        })
    });
    json!({
        "name": task.name,
        "doc": task.doc.trim(),
        "crate": task.crate_name,
        "file": task.place.file,
        "line": task.place.line,
        "environment": task.env.name,
        "parameters": parameters.collect::<Vec<_>>(),
        "result": task.result_type,
    })
}

/// The tasks there are, for an error's help.
pub(super) fn known(catalog: &Catalog) -> String {
    let names: Vec<_> = catalog.iter().map(|task| format!("`{}`", task.name)).collect();
    if names.is_empty() {
        "this program has no tasks: mark a function `#[task(env = ENV)]`".to_owned()
    } else {
        format!("its tasks are {}", names.join(", "))
    }
}

/// `completions`: the program completes itself, and this is how a shell asks it to.
pub(super) fn completions(matches: &ArgMatches) -> Result<ExitCode> {
    use clap_complete::env::Shells;
    let shell = matches.get_one::<String>("shell").map(String::as_str).unwrap_or_default();
    let shells = Shells::builtins();
    let completer = shells
        .completer(shell)
        .ok_or_else(|| Error::new(Kind::Usage, format!("there are no completions for `{shell}`")))?;
    let program = std::env::current_exe()?;
    let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut text = Vec::new();
    completer.write_registration("COMPLETE", &name, &name, &program.to_string_lossy(), &mut text)?;
    output::line(String::from_utf8_lossy(&text).trim_end());
    Ok(ExitCode::SUCCESS)
}
