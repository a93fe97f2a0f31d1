//! A clean build of a user's first program, against one that lists pods with kube: processor seconds and crates.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::processor::of_children;
use super::say;
use super::statistics::{Median, Pairs};
use super::table::{Against, Row, Table, Unit};
use crate::command::Log;
use crate::package::{Unpacked, lock};
use crate::workspace::{Workspace, cargo, remove};

const SECONDS: Unit = Unit { name: "s", digits: 1 };
const GOAL: f64 = 1.3;

/// A program that is built.
struct Program {
    name: &'static str,
    dependencies: &'static str,
    main: &'static str,
}

const OURS: Program = Program {
    name: "hello",
    dependencies: "podwright = \"0.1.0\"\ntokio = \"1\"\n",
    main: include_str!("../../outside/hello.rs"),
};

const THEIRS: Program = Program {
    name: "list-pods",
    dependencies: "kube = \"5\"\nk8s-openapi = { version = \"0.29\", features = [\"latest\"] }\n\
                   tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n",
    main: include_str!("../../outside/list_pods.rs"),
};

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let log = Log::create(&workspace.leavings(), "bench")?;
    let folder = workspace.leavings().join("bench");
    remove(&folder)?;
    let patch = Unpacked::make(workspace, &folder.join("crates"), &log)?.patch();
    let ours = OURS.write(&folder, &patch)?;
    let theirs = THEIRS.write(&folder, "")?;
    let (mut our_crates, mut their_crates) = (0, 0);
    let pairs =
        Pairs::take(0, rounds, || build(&ours, &mut our_crates), || build(&theirs, &mut their_crates), say)?;
    let rows = vec![
        Row::of("clean build, processor time", &pairs, SECONDS, GOAL),
        Row {
            what: "crates built".to_owned(),
            ours: our_crates.to_string(),
            against: Some(Against {
                theirs: their_crates.to_string(),
                ratio: ratio(our_crates, their_crates),
                goal: GOAL,
            }),
            rounds: 1,
        },
    ];
    Ok(Table { floor: "kube", rows, notes: Vec::new() })
}

fn ratio(ours: u32, theirs: u32) -> Median {
    Median::of(&[f64::from(ours) / f64::from(theirs)])
}

impl Program {
    /// Writes its folder.
    fn write(&self, folder: &Path, patch: &str) -> Result<PathBuf> {
        let folder = folder.join(self.name);
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n{patch}",
            self.name, self.dependencies,
        );
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), self.main)?;
        lock(&folder)?;
        Ok(folder)
    }
}

/// What `cargo build --message-format json` says of each thing that it built.
#[derive(Deserialize)]
struct Message {
    reason: String,
    package_id: Option<String>,
}

/// Builds a program from nothing: the processor time that it takes, in seconds; and says from how many crates.
fn build(folder: &Path, crates: &mut u32) -> Result<f64> {
    let before = of_children()?;
    let said = built(folder)?;
    let seconds = of_children()? - before;
    *crates = count(&said)?;
    Ok(seconds)
}

/// How many crates were built, the program itself included.
fn count(said: &str) -> Result<u32> {
    let mut packages = HashSet::new();
    for message in said.lines().map(serde_json::from_str::<Message>) {
        let message = message.context("reading what cargo says")?;
        if message.reason == "compiler-artifact" {
            packages.extend(message.package_id);
        }
    }
    Ok(u32::try_from(packages.len())?)
}

/// Builds a program from nothing; what cargo says.
fn built(folder: &Path) -> Result<String> {
    let target = folder.join("target");
    remove(&target)?;
    let mut build = cargo();
    build.current_dir(folder).args(["build", "--offline", "--quiet", "--message-format", "json"]);
    // Where the workspace is built is no concern of a user's program.
    build.env("CARGO_TARGET_DIR", &target).stderr(Stdio::inherit());
    // Cargo builds what comes from a registry without, and would build our crates with, as they come from a folder here.
    build.env("CARGO_INCREMENTAL", "0");
    let output = build.output().context("running cargo")?;
    ensure!(output.status.success(), "{} does not build", folder.display());
    String::from_utf8(output.stdout).context("reading what cargo says")
}
