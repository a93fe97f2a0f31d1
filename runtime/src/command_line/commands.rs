//! The commands and their flags.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint};

use super::{output, parameter};
use crate::catalog::Catalog;
use crate::task::TaskDef;

/// Flags that podwright has on `run`, and so no parameter can have.
pub(super) const TAKEN: &[&str] = &[
    "binary",
    "build-command",
    "cluster-registry",
    "compression",
    "context",
    "cpu",
    "detach",
    "env",
    "help",
    "image",
    "insecure-registries",
    "kubeconfig",
    "label",
    "local",
    "memory",
    "mount",
    "name",
    "namespace",
    "no-preflight",
    "outage-timeout",
    "output",
    "quiet",
    "registry",
    "retries",
    "sidecar-logs",
    "start-timeout",
    "target",
    "timeout",
    "verbose",
];

/// What a script may rely on.
const STATUSES: &str = "Exit status: 0 it is done, 1 the task failed, 2 the command line or a setting is wrong, 3 the cluster, \
                        the registry or the disk did not do what it was asked, 130 interrupted by Ctrl-C";

/// The whole program.
pub(super) fn program(catalog: &Catalog) -> Command {
    let name = std::env::current_exe()
        .ok()
        .and_then(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .unwrap_or_else(|| "podwright".to_owned());
    let program = Command::new(name)
        .about("Tasks that run in this process or on Kubernetes")
        .after_help(STATUSES)
        .max_term_width(110)
        .args(everywhere())
        .subcommand(with_tasks(
            Command::new("run").about("Run a task and print its result").args(execution()).args(local()),
            catalog,
        ))
        .subcommand(Command::new("tasks").about("List the tasks of this program"))
        .subcommand(Command::new("completions").about("Print the completions of a shell").arg(
            Arg::new("shell").required(true).value_parser(PossibleValuesParser::new([
                "bash",
                "elvish",
                "fish",
                "powershell",
                "zsh",
            ])),
        ));
    #[cfg(feature = "cluster")]
    let program = cluster(program, catalog);
    program
}

#[cfg(feature = "cluster")]
fn cluster(program: Command, catalog: &Catalog) -> Command {
    let run = || {
        Arg::new("run").required(true).value_name("RUN").help("The run's name, as `run` and `runs` print it")
    };
    let sidecars = || flag("sidecar-logs", "Follow the sidecars' logs too");
    program
        .subcommand(with_tasks(
            Command::new("render")
                .about("Print the objects that a run would send, and where each merged value comes from")
                .args(execution()),
            catalog,
        ))
        .subcommand(
            Command::new("package").about("Package this program as an image and push it").args(packaged()).args([
                // In the place of the flag that all commands have.
                value(
                    "output",
                    "FORMAT|PLACE",
                    "`text`, `json` or `yaml`; or where the image goes instead of a registry: a docker-archive (`.tar`), a \
                     folder in OCI's layout, or `containerd://[SOCKET][?namespace=NAME]`",
                )
                .short('o')
                .default_value("text")
                .value_hint(ValueHint::AnyPath),
                value("env", "NAME", "The environment whose image is written, where the program has several"),
            ]),
        )
        .subcommand(Command::new("runs").about("List the runs of the namespace"))
        .subcommand(Command::new("get").about("Show a run and its actions").arg(run()))
        .subcommand(
            Command::new("logs")
                .about("Print the logs of a run")
                .arg(run())
                .arg(sidecars())
                .arg(flag("follow", "Go on as they grow").short('f')),
        )
        .subcommand(Command::new("wait").about("Follow a run to its result").arg(run()).arg(sidecars()))
        .subcommand(Command::new("abort").about("End a run and all that it started").arg(run()))
}

/// A command that names a task; an unknown task is ours to explain.
fn with_tasks(command: Command, catalog: &Catalog) -> Command {
    let command = command
        .subcommand_value_name("TASK")
        .subcommand_help_heading("Tasks")
        .disable_help_subcommand(true)
        .allow_external_subcommands(true);
    catalog.iter().fold(command, |command, task| command.subcommand(of_task(task)))
}

fn of_task(task: &'static TaskDef) -> Command {
    let doc = task.doc.trim();
    let command = Command::new(task.name).args(parameter::flags(task, TAKEN));
    if doc.is_empty() {
        return command;
    }
    match doc.split_once("\n\n") {
        // A long text makes clap spread every flag over several lines.
        None => command.about(doc.to_owned()),
        Some((first, _)) => command.about(first.to_owned()).long_about(doc.to_owned()),
    }
}

fn everywhere() -> Vec<Arg> {
    let flags = [
        Arg::new("output")
            .long("output")
            .short('o')
            .value_name("FORMAT")
            .value_parser(PossibleValuesParser::new(output::FORMATS))
            .default_value("text")
            .help("How the result is printed"),
        flag("quiet", "No progress, no logs: the result or the error alone").short('q'),
        flag("verbose", "More of what is done: each layer that is sent, the cluster that is used")
            .short('v')
            .conflicts_with("quiet"),
    ]
    .map(|flag| flag.help_heading("Output"));
    #[cfg(feature = "cluster")]
    let flags = flags.into_iter().chain(
        [
            setting("kubeconfig", "FILE", "The kubeconfig to use").value_hint(ValueHint::FilePath),
            setting("context", "NAME", "The kubeconfig's context"),
            setting("namespace", "NAME", "The namespace").short('n'),
            setting(
                "registry",
                "PREFIX",
                "Where images are pushed, `host[:port][/path]`, as this machine names it",
            ),
            setting("cluster-registry", "PREFIX", "The same place as the cluster's nodes name it"),
            setting(
                "insecure-registries",
                "HOSTS",
                "Registries that are spoken to in plain HTTP, beside this machine's own: `host:port`, with commas between",
            ),
            setting(
                "compression",
                "HOW",
                "How layers are compressed: `zstd:1`, `gzip`, `none` [default: zstd, as the link is]",
            ),
            setting(
                "outage-timeout",
                "DURATION",
                "How long an API server is waited for that goes away during a run [default: 10m]",
            ),
        ]
        .map(|flag| flag.help_heading("Cluster and registry")),
    );
    flags.into_iter().map(|flag| flag.global(true)).collect()
}

/// Flags of a command that runs a task, or would.
fn execution() -> Vec<Arg> {
    let flags = [
        value("retries", "N", "How often a failed attempt is tried again")
            // A Job keeps it in 32 bits with a sign.
            .value_parser(clap::value_parser!(u32).range(0..=i64::from(i32::MAX))),
        value("timeout", "DURATION", "How long one attempt may take"),
        value("cpu", "QUANTITY", "CPU of the primary container: request and limit"),
        value("memory", "QUANTITY", "Memory of the primary container: request and limit"),
        value("env", "NAME=VALUE", "An environment variable of the primary container")
            .short('e')
            .action(ArgAction::Append),
    ];
    #[cfg(feature = "cluster")]
    let flags = flags.into_iter().chain([
        setting("start-timeout", "DURATION", "How long a pod may take until its task begins [default: 10m]"),
        setting(
            "image",
            "REF@DIGEST",
            "An image that holds this program already: nothing is packaged or pushed",
        ),
    ]);
    #[cfg(feature = "cluster")]
    let flags = flags.chain(packaged()).chain([
        value("name", "NAME", "The run's name; a name that exists is taken up again"),
        flag("detach", "Do not wait for the result").short('d'),
        flag("no-preflight", "Send without a look at what the cluster lacks: the pod waits for it")
            .env("PODWRIGHT_NO_PREFLIGHT")
            .hide_env_values(true),
        flag("sidecar-logs", "Follow the sidecars' logs too"),
    ]);
    flags.into_iter().map(|flag| flag.global(true).help_heading("Run")).collect()
}

fn local() -> Vec<Arg> {
    let flags = [
        flag("local", "Run in this process: no cluster, no network"),
        value("mount", "VOLUME=DIR", "The directory of a mounted volume in a local run")
            .action(ArgAction::Append)
            .value_hint(ValueHint::DirPath),
    ];
    flags.map(|flag| flag.global(true).help_heading("Local run")).into()
}

/// Flags that say what the image is made of.
#[cfg(feature = "cluster")]
fn packaged() -> [Arg; 4] {
    [
        value("binary", "FILE", "The executable to package instead of the running one")
            .value_hint(ValueHint::FilePath),
        setting(
            "target",
            "TRIPLE",
            "Build the program for this target and package that; several make an image for nodes of each",
        )
        .action(ArgAction::Append),
        setting(
            "build-command",
            "COMMAND",
            "How it is built, `{target}` in the target's place [default: by cargo, as this program was]",
        ),
        value("label", "KEY=VALUE", "A label of the image, such as org.opencontainers.image.revision=…")
            .action(ArgAction::Append)
            .value_parser(label),
    ]
}

#[cfg(feature = "cluster")]
fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("a label is `KEY=VALUE`".to_owned()),
    }
}

fn value(name: &'static str, value_name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value_name).help(help)
}

#[cfg(feature = "cluster")]
/// A flag that `PODWRIGHT_*` and the files may give as well.
fn setting(name: &'static str, value_name: &'static str, help: &'static str) -> Arg {
    value(name, value_name, help)
        .env(format!("PODWRIGHT_{}", name.replace('-', "_").to_uppercase()))
        .hide_env_values(true)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_of_a_run_is_one_that_no_parameter_can_have() {
        for flag in everywhere().iter().chain(&execution()).chain(&local()) {
            let long = flag.get_long().unwrap_or_default();
            assert!(TAKEN.contains(&long), "`--{long}` is missing in `TAKEN`");
        }
    }
}
