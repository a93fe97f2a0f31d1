//! The programs outside: a user's whole folder each, and the cargo commands that a user would type.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{LIMIT, TAIL, Unpacked, lock};
use crate::command::Log;
use crate::workspace::cargo;

/// A program that uses podwright from outside of the workspace.
pub(super) struct Program {
    pub(super) name: &'static str,
    edition: &'static str,
    /// Its `[dependencies]`.
    dependencies: &'static str,
    /// Its `src/main.rs`.
    main: &'static str,
    /// What is done with it, one after another.
    steps: &'static [Step],
}

/// What a user does with a program.
struct Step {
    /// The `[package.metadata.podwright]` that it has by then.
    metadata: &'static str,
    /// What cargo is asked to do.
    cargo: &'static [&'static str],
    ends: Ends,
}

/// How a step ends.
enum Ends {
    /// Well.
    Well,
    /// Well, and this is on standard output.
    Prints(&'static str),
    /// With errors: their first lines.
    Refused(&'static [&'static str]),
}

impl Step {
    /// Cargo, in a package that sets nothing.
    const fn cargo(cargo: &'static [&'static str], ends: Ends) -> Self {
        Self { metadata: "", cargo, ends }
    }
}

/// Has nothing unwind.
const ABORT: &str = "profile.dev.panic=\"abort\"";

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "the first program of a user, run locally",
        edition: "2024",
        dependencies: "podwright = \"0.1.0\"\ntokio = \"1\"\n",
        main: include_str!("../../outside/first.rs"),
        steps: &[
            Step::cargo(&["build"], Ends::Well),
            Step::cargo(
                &[
                    "run",
                    "-q",
                    "--",
                    "run",
                    "process",
                    "--input=a.csv",
                    "--local",
                    "--mount=data-volume=data",
                ],
                Ends::Prints("4\n"),
            ),
        ],
    },
    Program {
        name: "a program with a k8s-openapi of its own",
        edition: "2024",
        dependencies: "podwright = { version = \"0.1.0\", default-features = false, features = [\"cluster\"] }\n\
                       k8s-openapi = { version = \"0.29\", features = [\"v1_34\"] }\n",
        main: include_str!("../../outside/own_k8s_openapi.rs"),
        steps: &[Step::cargo(&["check"], Ends::Well)],
    },
    Program {
        name: "a program of edition 2021 that lists its tasks and names its Kubernetes",
        edition: "2021",
        dependencies: "podwright = { version = \"0.1.0\", default-features = false }\n",
        main: include_str!("../../outside/listed.rs"),
        steps: &[
            Step {
                metadata: "kubernetes = \"1.33\"",
                cargo: &["check"],
                ends: Ends::Refused(&[
                    "error: spec.hostnameOverride: Kubernetes 1.33 has no `hostname_override` here: it came with 1.34",
                ]),
            },
            Step {
                metadata: "kubernetes = \"1.12\"",
                cargo: &["check"],
                ends: Ends::Refused(&[
                    "error: Cargo.toml:9: podwright knows no Kubernetes `1.12`; `kubernetes` is one of \
                                       `\"1.33\"`, `\"1.34\"`, `\"1.35\"`, `\"1.36\"`, `\"1.37\"`",
                ]),
            },
            Step { metadata: "kubernetes = \"1.35\"", cargo: &["build"], ends: Ends::Well },
            Step::cargo(&["run", "-q", "--", "run", "place", "--local"], Ends::Prints("scratch 80\n")),
            Step::cargo(&["run", "-q", "--", "run", "count", "--text=a b", "--local"], Ends::Prints("2\n")),
            Step::cargo(
                &["run", "-q", "--", "run", "left_out", "--local"],
                Ends::Refused(&["error: this program has no task `left_out`"]),
            ),
            Step::cargo(
                &["run", "-q", "--config", ABORT, "--", "run", "path", "--local"],
                Ends::Refused(&[
                    "error: this local run has no directory for the volume `scratch` (`/scratch` in the pod)",
                ]),
            ),
            Step::cargo(
                &["run", "-q", "--config", ABORT, "--", "run", "count", "--text=", "--local"],
                Ends::Refused(&["error: the task panicked, with the message above"]),
            ),
        ],
    },
];

impl Program {
    /// Writes the program's folder and does with it what a user would.
    pub(super) fn check(&self, unpacked: &Unpacked, folder: &Path, log: &Log) -> Result<()> {
        let folder = folder.join(self.name.replace(' ', "-").replace(',', ""));
        write(&folder.join("src/main.rs"), self.main)?;
        write(&folder.join("data/a.csv"), "a,b\n")?;
        for step in self.steps {
            write(&folder.join("Cargo.toml"), &self.manifest(step.metadata, unpacked))?;
            lock(&folder)?;
            step.check(&folder, log).with_context(|| format!("cargo {}", step.cargo.join(" ")))?;
        }
        Ok(())
    }

    fn manifest(&self, metadata: &str, unpacked: &Unpacked) -> String {
        format!(
            "[package]\nname = \"outside\"\nversion = \"0.0.0\"\nedition = \"{}\"\n\n[workspace]\n\n\
             [package.metadata.podwright]\n{metadata}\n\n[dependencies]\n{}\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n[profile.dev.package.\"*\"]\ndebug = false\n\n{}",
            self.edition,
            self.dependencies,
            unpacked.patch()
        )
    }
}

impl Step {
    fn check(&self, folder: &Path, log: &Log) -> Result<()> {
        match self.ends {
            Ends::Well => {
                let ended = log.run(&mut cargo_in(folder, self.cargo), LIMIT)?;
                ensure!(ended.success, "it failed\n{}", ended.tail(TAIL));
            }
            Ends::Prints(expected) => {
                let output = cargo_in(folder, self.cargo).output().context("running cargo")?;
                let (out, err) =
                    (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
                ensure!(output.status.success(), "it failed: {}", err.trim());
                ensure!(out == expected, "it printed {out:?}, not {expected:?}");
            }
            Ends::Refused(expected) => {
                let ended = log.run(&mut cargo_in(folder, self.cargo), LIMIT)?;
                let errors = errors(&ended.output);
                ensure!(!ended.success, "it was not refused\n{}", ended.tail(TAIL));
                ensure!(errors == expected, "it said {errors:#?}, not {expected:#?}");
            }
        }
        Ok(())
    }
}

/// The first lines of the errors, without cargo's own last one.
fn errors(output: &str) -> Vec<&str> {
    let errors = output.lines().filter(|line| line.starts_with("error"));
    errors.filter(|line| !line.starts_with("error: could not compile")).collect()
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(path.parent().expect("it is in a folder"))?;
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// Cargo in a program's folder. Offline: what it is built from is here, since the workspace is built from it.
fn cargo_in(folder: &Path, words: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(folder).arg("--offline").args(words);
    command
}
