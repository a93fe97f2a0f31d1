//! What a command prints: results on stdout, everything else on stderr.

use std::io::{self, ErrorKind, Write};
use std::sync::OnceLock;

use clap::ArgMatches;
use serde_json::Value;

use crate::error::Error;
use crate::progress;

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// For a person.
    Text,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// The formats as `-o` names them.
pub(super) const FORMATS: [&str; 3] = ["text", "json", "yaml"];

/// What `-o` says.
pub(super) fn format(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("output").map(String::as_str) {
        Some("json") => Format::Json,
        Some("yaml") => Format::Yaml,
        _ => Format::Text,
    }
}

/// The place that `-o` names where a command takes one instead of a format.
#[cfg(feature = "cluster")]
pub(super) fn place(matches: &ArgMatches) -> Option<&str> {
    let text = matches.get_one::<String>("output")?.as_str();
    (!FORMATS.contains(&text)).then_some(text)
}

/// A value on stdout.
pub(super) fn value(value: &Value, format: Format) {
    let text = match (format, value) {
        (Format::Text, Value::String(text)) => text.clone(),
        (Format::Text | Format::Json, value) => format!("{value:#}"),
        (Format::Yaml, value) => yaml(value),
    };
    line(&text);
}

#[cfg(feature = "cluster")]
fn yaml(value: &Value) -> String {
    super::yaml::write(value, &|_| None).trim_end().to_owned()
}

/// JSON is YAML.
#[cfg(not(feature = "cluster"))]
fn yaml(value: &Value) -> String {
    value.to_string()
}

/// What kept a line from stdout.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// A line on stdout. Where it could not be written, [`lost`] says so.
pub(super) fn line(text: &str) {
    progress::end();
    match writeln!(io::stdout(), "{text}") {
        Err(why) if why.kind() != ErrorKind::BrokenPipe => _ = LOST.set(why),
        // A reader that has left (`| head`) is no failure of the command.
        _ => {}
    }
}

/// Whether something that was to be on stdout is not: a full disk.
pub(super) fn lost() -> Option<Error> {
    let why = LOST.get()?;
    let help =
        "make room where it goes; the result of a run on a cluster is kept, and `wait RUN` prints it again";
    Some(Error::msg(format!("cannot write the result: {why}")).with_help(help))
}

/// An error on stderr, with its chain and what to do.
pub(super) fn error(error: &Error) {
    let (red, bold, plain) = if coloured() { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
    progress::end();
    let message = error.to_string();
    let message = if error.is_said() { "the task panicked, with the message above" } else { &message };
    progress::always(&format!("{red}error{plain}{bold}: {message}{plain}"));
    for cause in error.causes() {
        progress::always(&format!("  caused by: {cause}"));
    }
    if let Some(help) = error.help() {
        progress::always(&format!("  help: {help}"));
    }
}

/// Whether stderr is a terminal that may be coloured (<https://no-color.org>).
fn coloured() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !unwanted && progress::has_terminal()
}
