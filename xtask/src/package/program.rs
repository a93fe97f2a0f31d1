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
    /// Its `[dependencies]`.
    dependencies: &'static str,
    /// Its `src/main.rs`.
    main: &'static str,
    /// What cargo is asked to do with it.
    cargo: &'static [&'static str],
    /// What it then prints, where it runs.
    prints: Option<&'static str>,
}

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "the first program of a user, run locally",
        dependencies: "podwright = \"0.1.0\"\ntokio = \"1\"\n",
        main: include_str!("../../outside/first.rs"),
        cargo: &[
            "run",
            "--quiet",
            "--",
            "run",
            "process",
            "--input",
            "a.csv",
            "--local",
            "--mount",
            "data-volume=data",
        ],
        prints: Some("4\n"),
    },
    Program {
        name: "a program with a k8s-openapi of its own",
        dependencies: "podwright = { version = \"0.1.0\", default-features = false, features = [\"cluster\"] }\n\
                       k8s-openapi = { version = \"0.29\", features = [\"v1_34\"] }\n",
        main: include_str!("../../outside/own_k8s_openapi.rs"),
        cargo: &["check"],
        prints: None,
    },
];

impl Program {
    /// Writes the program's folder and does with it what a user would.
    pub(super) fn check(&self, unpacked: &Unpacked, folder: &Path, log: &Log) -> Result<()> {
        let folder = folder.join(self.name.replace(' ', "-").replace(',', ""));
        self.write(unpacked, &folder)?;
        let mut build = cargo_in(&folder, if self.prints.is_some() { &["build"] } else { self.cargo });
        let built = log.run(&mut build, LIMIT)?;
        ensure!(built.success, "it does not build\n{}", built.tail(TAIL));
        let Some(expected) = self.prints else { return Ok(()) };
        let output = cargo_in(&folder, self.cargo).output().context("running cargo")?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(output.status.success(), "it failed: {}", err.trim());
        ensure!(out == expected, "it printed {out:?}, not {expected:?}");
        Ok(())
    }

    fn write(&self, unpacked: &Unpacked, folder: &Path) -> Result<()> {
        let manifest = format!(
            "[package]\nname = \"outside\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\n{}\n[profile.dev]\ndebug = \"line-tables-only\"\n[profile.dev.package.\"*\"]\ndebug = false\n\n{}",
            self.dependencies,
            unpacked.patch()
        );
        for (path, text) in
            [("Cargo.toml", manifest.as_str()), ("src/main.rs", self.main), ("data/a.csv", "a,b\n")]
        {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("it is in a folder"))?;
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
        }
        lock(folder)
    }
}

/// Cargo in a program's folder. Offline: what it is built from is here, since the workspace is built from it.
fn cargo_in(folder: &Path, words: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(folder).arg("--offline").args(words);
    command
}
