//! From the words of the command line to what is asked for.

use std::ffi::OsString;

use podwright_rules::rules;
use podwright_rules::schema::{Minor, NEWEST, OLDEST};

/// What `--help` prints.
const HELP: &str = "\
Says what a Kubernetes API server would refuse of the pods in YAML and JSON files.

Usage: podwright-check [OPTIONS] PATH…

PATH is a file, a folder (its files *.yaml, *.yml and *.json, at every depth), or `-` for standard input.
A file holds any number of documents, separated by `---`: Pod, PodTemplate, Job, CronJob, Deployment,
StatefulSet, DaemonSet, ReplicaSet, and List of them. Other kinds are passed over with a note.

Options:
  --kubernetes VERSION  the Kubernetes that the pods are for, such as 1.35 (default: the newest that is known)
  --server-only         only what the API server itself refuses and warns of
  --primary NAME        each pod runs a task in the container of this name: checks what podwright asks of it
  --deny RULE           make a warning an error; `warnings` for all of them; may be given again
  --format FORMAT       text (default), jsonl (a line for each document), sarif, or github (annotations)
  --rules               print the rules, a line for each
  --explain [RULE]      print what the manual says of a rule: why, a wrong and a right example; without RULE, the names
  -h, --help            print this
  -V, --version         print the version

Exit status: 0 all is well, 1 something was refused, 2 the command is wrong or a file cannot be read.
";

/// What somebody asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To check files.
    Check(Settings),
    /// To print this.
    Print(String),
}

/// How files are checked.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Files and folders, `-` for standard input.
    pub(crate) paths: Vec<OsString>,
    pub(crate) kubernetes: Minor,
    pub(crate) server_only: bool,
    pub(crate) primary: Option<String>,
    /// The rules whose warnings are errors.
    pub(crate) denied: Vec<&'static str>,
    pub(crate) format: Format,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Jsonl,
    Sarif,
    Github,
}

/// Reads the arguments; what is wrong with them is a message.
pub(crate) fn read(mut parser: lexopt::Parser) -> Result<Asked, String> {
    use lexopt::prelude::{Long, Short, Value};
    let mut settings = Settings {
        paths: Vec::new(),
        kubernetes: NEWEST,
        server_only: false,
        primary: None,
        denied: Vec::new(),
        format: Format::Text,
    };
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Long("kubernetes") => settings.kubernetes = minor(&text(&mut parser)?)?,
            Long("server-only") => settings.server_only = true,
            Long("primary") => settings.primary = Some(text(&mut parser)?),
            Long("deny") => deny(&text(&mut parser)?, &mut settings.denied)?,
            Long("format") => settings.format = format(&text(&mut parser)?)?,
            Long("explain") => return explain(parser).map(Asked::Print),
            Long("rules") => return Ok(Asked::Print(table())),
            Short('h') | Long("help") => return Ok(Asked::Print(HELP.to_owned())),
            Short('V') | Long("version") => {
                return Ok(Asked::Print(format!("podwright-check {}\n", env!("CARGO_PKG_VERSION"))));
            }
            Value(path) => settings.paths.push(path),
            other => return Err(format!("{}; `--help` lists what there is", other.unexpected())),
        }
    }
    if settings.paths.is_empty() {
        return Err("no file is given; name files or folders, or `-` for standard input".to_owned());
    }
    Ok(Asked::Check(settings))
}

fn text(parser: &mut lexopt::Parser) -> Result<String, String> {
    let value = parser.value().map_err(|error| error.to_string())?;
    value.into_string().map_err(|value| format!("`{}` is not UTF-8", value.to_string_lossy()))
}

/// `1.35`, `v1.35` or `1.35.4`.
fn minor(version: &str) -> Result<Minor, String> {
    let known = format!("1.{} to 1.{} are known", OLDEST.0, NEWEST.0);
    let parts: Vec<&str> = version.trim_start_matches('v').split('.').collect();
    let minor = match parts[..] {
        ["1", minor] | ["1", minor, _] => minor.parse().ok().map(Minor),
        _ => None,
    };
    match minor {
        Some(minor) if (OLDEST..=NEWEST).contains(&minor) => Ok(minor),
        Some(_) => Err(format!("Kubernetes {version} is not known; {known}")),
        None => Err(format!("`{version}` is no version of Kubernetes; {known}")),
    }
}

fn deny(rule: &str, denied: &mut Vec<&'static str>) -> Result<(), String> {
    if rule == "warnings" {
        // A document of another kind is no warning, nor what is silent, unless it is asked for by name.
        let heard = rules::all().filter(|rule| !rule.is_silent && rule.id != "passed_over");
        denied.extend(heard.map(|rule| rule.id));
        return Ok(());
    }
    let known = rules::find(rule).ok_or_else(|| no_rule(rule))?;
    denied.push(known.id);
    Ok(())
}

fn no_rule(name: &str) -> String {
    let near = rules::nearest(name)
        .map_or_else(|| "`--rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
    format!("there is no rule `{name}`; {near}")
}

/// The page of the rule that is named next, or the names of all.
fn explain(mut parser: lexopt::Parser) -> Result<String, String> {
    let Ok(name) = parser.value() else {
        return Ok(rules::all().map(|rule| format!("{}\n", rule.id)).collect());
    };
    let name = name.to_string_lossy();
    let page = rules::pages().find(|page| page.rule.id == name).ok_or_else(|| no_rule(&name))?;
    Ok(format!("{name}\n\n{}", page.markdown()))
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "text" => Ok(Format::Text),
        "jsonl" => Ok(Format::Jsonl),
        "sarif" => Ok(Format::Sarif),
        "github" => Ok(Format::Github),
        _ => Err(format!("there is no format `{name}`; there are `text`, `jsonl`, `sarif` and `github`")),
    }
}

fn table() -> String {
    let level = |rule: &rules::Rule| match rule.level {
        _ if rule.is_silent => "silent",
        _ => rule.level.word(),
    };
    rules::all().map(|rule| format!("{:28} {:7} {}\n", rule.id, level(rule), rule.doc)).collect()
}
