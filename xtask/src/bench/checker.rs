//! What the checker adds to a user's program: processor time of a clean build, and room in the binary.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::processor::time;
use super::say;
use super::statistics::{Median, Pairs};
use super::table::{Against, Row, Table, Unit};
use crate::package::lock;
use crate::workspace::{Workspace, cargo, remove, root};

/// The crates that nothing but the checker needs: in kube's graph is the parser of YAML.
const CHECKER: [&str; 3] = ["podwright-rules", "podwright-codegen", "podwright-macros"];

const SECONDS: Unit = Unit { name: "s", digits: 1 };
const KIBIBYTES: Unit = Unit { name: "KiB", digits: 0 };
const SECONDS_GOAL: f64 = 10.0;
const KIBIBYTES_GOAL: f64 = 500.0;

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let folder = workspace.leavings().join("bench").join("checker");
    remove(&folder)?;
    let program = write(&folder, "with", include_str!("../../outside/with_checker.rs"))?;
    let without = write(&folder, "without", include_str!("../../outside/without_checker.rs"))?;
    time(&mut build(&program, "dev"))?;
    let builds = Pairs::take(0, rounds, || build_checker(&program), || nothing_to_build(&program), say)?;
    let added = builds.ours.iter().zip(&builds.theirs).map(|(all, nothing)| (all - nothing) / 1000.0);
    let added = Median::of(&added.collect::<Vec<f64>>());
    let room = Median::of(&[(size(&program)? - size(&without)?) / 1024.0]);
    let row = |what: &str, unit: Unit, value: Median, goal: f64| Row {
        what: what.to_owned(),
        ours: unit.show(value),
        against: Some(Against { theirs: String::new(), ratio: value, goal }),
        rounds: value.count,
    };
    let rows = vec![
        row("added to a clean build, processor time", SECONDS, added, SECONDS_GOAL),
        row("added to a stripped release binary", KIBIBYTES, room, KIBIBYTES_GOAL),
    ];
    Ok(Table { floor: "", rows, notes: Vec::new() })
}

fn write(folder: &Path, name: &str, main: &str) -> Result<PathBuf> {
    let folder = folder.join(name);
    fs::create_dir_all(folder.join("src")).with_context(|| format!("creating {}", folder.display()))?;
    let path = |to: &str| root().join(to).display().to_string();
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         podwright-rules = {{ path = {:?} }}\npodwright-macros = {{ path = {:?} }}\n\n[profile.release]\nstrip = true\n",
        path("codegen/rules"),
        path("macros")
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), main)?;
    lock(&folder)?;
    Ok(folder)
}

fn build(program: &Path, profile: &str) -> Command {
    let mut build = cargo();
    build.current_dir(program).args(["build", "--offline", "--quiet", "--profile", profile]);
    // As cargo builds what comes from a registry.
    build.env("CARGO_TARGET_DIR", program.join("target")).env("CARGO_INCREMENTAL", "0");
    build
}

/// Processor time of the build of the checker's crates, all that they stand on being there, in milliseconds.
fn build_checker(program: &Path) -> Result<f64> {
    let mut clean = cargo();
    clean
        .current_dir(program)
        .args(["clean", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", program.join("target"));
    for name in CHECKER {
        clean.args(["-p", name]);
    }
    time(&mut clean)?;
    nothing_to_build(program)
}

/// The program is built too, which is next to nothing: cargo builds no package by name that a macro alone needs.
fn nothing_to_build(program: &Path) -> Result<f64> {
    Ok(time(&mut build(program, "dev"))?.processor)
}

/// The size of a program's release binary, in bytes.
#[expect(clippy::cast_precision_loss, reason = "a file of some megabytes")]
fn size(program: &Path) -> Result<f64> {
    time(&mut build(program, "release"))?;
    let binary = program.join("target/release/program");
    Ok(fs::metadata(&binary).with_context(|| format!("reading {}", binary.display()))?.len() as f64)
}
