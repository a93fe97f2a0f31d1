//! `cargo check` of a crate of templates, against the same pods as structs of k8s-openapi that are written out.

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

/// How many templates the crate has, and how many there are in a file.
const TEMPLATES: usize = 400;
const IN_A_FILE: usize = 20;

const MILLISECONDS: Unit = Unit { name: "ms", digits: 0 };
const MILLISECONDS_EACH: Unit = Unit { name: "ms", digits: 2 };
const CLEAN_GOAL: f64 = 1.0;
const EDITED_GOAL: f64 = 0.5;
const MACRO_GOAL: f64 = 1.0;

/// How pods are written.
struct Way {
    name: &'static str,
    dependency: String,
    imports: &'static str,
    /// One pod, with `NUMBER` for what differs between them.
    pod: &'static str,
}

fn ours() -> Way {
    Way {
        name: "templates",
        dependency: format!("podwright = {{ path = {:?} }}", root().join("runtime").display().to_string()),
        imports: "use podwright::prelude::*;",
        pod: include_str!("../../outside/pod_template.rs"),
    }
}

fn theirs() -> Way {
    Way {
        name: "structs",
        dependency: "k8s-openapi = { version = \"0.29\", features = [\"latest\"] }".to_owned(),
        imports: "use std::collections::BTreeMap;\nuse k8s_openapi::api::core::v1::*;\n\
                  use k8s_openapi::apimachinery::pkg::api::resource::Quantity;\n\
                  use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;\n\
                  use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;",
        pod: include_str!("../../outside/struct_literal.rs"),
    }
}

/// A crate of pods. Its dependencies are built.
struct Pods {
    folder: PathBuf,
    file: PathBuf,
    /// How often it was edited.
    edits: usize,
}

pub(super) fn measure(workspace: &Workspace, rounds: usize) -> Result<Table> {
    let folder = workspace.leavings().join("bench").join("pods");
    remove(&folder)?;
    let mut our = Pods::write(&folder, &ours())?;
    let mut their = Pods::write(&folder, &theirs())?;
    let clean = Pairs::take(1, rounds, || our.check_clean(), || their.check_clean(), say)?;
    let edited = Pairs::take(1, rounds, || our.check_edited(), || their.check_edited(), say)?;
    let expanded = expander(&folder)?;
    let expand = |times: usize| Ok(time(Command::new(&expanded).arg(times.to_string()))?.processor);
    let expansions = Pairs::take(1, rounds, || expand(TEMPLATES), || expand(0), say)?;
    let each =
        expansions.ours.iter().zip(&expansions.theirs).map(|(with, without)| (with - without) / count());
    let each = Median::of(&each.collect::<Vec<f64>>());
    let rows = vec![
        Row::of(&format!("{TEMPLATES} templates, the crate clean"), &clean, MILLISECONDS, CLEAN_GOAL),
        Row::of(&format!("{TEMPLATES} templates, one edited"), &edited, MILLISECONDS, EDITED_GOAL),
        Row {
            what: "a template in the macro".to_owned(),
            ours: MILLISECONDS_EACH.show(each),
            against: Some(Against { theirs: String::new(), ratio: each, goal: MACRO_GOAL }),
            rounds,
        },
    ];
    Ok(Table { floor: "k8s-openapi", rows, notes: Vec::new() })
}

/// Writes a package's manifest, and gives the folder of its sources.
fn manifest(folder: &Path, dependencies: &str) -> Result<PathBuf> {
    let source = folder.join("src");
    fs::create_dir_all(&source).with_context(|| format!("creating {}", source.display()))?;
    let manifest = format!(
        "[package]\nname = \"pods\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    lock(folder)?;
    Ok(source)
}

/// A program that expands our template as often as it is told, built as a macro is in a dev build: without optimization.
fn expander(folder: &Path) -> Result<PathBuf> {
    let folder = folder.join("expand");
    let codegen = root().join("codegen").display().to_string();
    let source =
        manifest(&folder, &format!("podwright-codegen = {{ path = {codegen:?} }}\nproc-macro2 = \"1\""))?;
    fs::write(source.join("main.rs"), include_str!("../../outside/expand.rs"))?;
    fs::write(source.join("pod_template.rs"), ours().pod)?;
    let mut build = cargo();
    build.current_dir(&folder).args(["build", "--offline", "--quiet"]);
    time(build.env("CARGO_TARGET_DIR", folder.join("target")))?;
    Ok(folder.join("target/debug/pods"))
}

#[expect(clippy::cast_precision_loss, reason = "it is a small number")]
const fn count() -> f64 {
    TEMPLATES as f64
}

impl Pods {
    /// Writes the crate, and builds what it depends on.
    fn write(folder: &Path, way: &Way) -> Result<Self> {
        let folder = folder.join(way.name);
        let source = manifest(&folder, &way.dependency)?;
        for (file, begin) in (0..TEMPLATES).step_by(IN_A_FILE).enumerate() {
            let pods =
                (begin..begin + IN_A_FILE).map(|number| way.pod.replace("NUMBER", &number.to_string()));
            let text = format!("{}\n{}", way.imports, pods.collect::<String>());
            fs::write(source.join(format!("pods_{file}.rs")), text)?;
        }
        let files = (0..TEMPLATES / IN_A_FILE).map(|file| format!("pub mod pods_{file};\n"));
        fs::write(source.join("lib.rs"), files.collect::<String>())?;
        let file = source.join("pods_0.rs");
        let pods = Self { folder, file, edits: 0 };
        time(&mut pods.check())?;
        Ok(pods)
    }

    /// A check, as an editor does after each edit.
    fn check(&self) -> Command {
        let mut check = cargo();
        check.current_dir(&self.folder).args(["check", "--offline", "--quiet"]);
        check.env("CARGO_TARGET_DIR", self.folder.join("target")).env_remove("CARGO_INCREMENTAL");
        check
    }

    /// Processor time of a check of a crate that was never checked, in milliseconds.
    fn check_clean(&self) -> Result<f64> {
        let mut clean = cargo();
        clean.current_dir(&self.folder).args(["clean", "--offline", "--quiet", "-p", "pods"]);
        time(clean.env("CARGO_TARGET_DIR", self.folder.join("target")))?;
        Ok(time(&mut self.check())?.processor)
    }

    /// Processor time of a check after one pod was edited, in milliseconds.
    fn check_edited(&mut self) -> Result<f64> {
        let text =
            fs::read_to_string(&self.file).with_context(|| format!("reading {}", self.file.display()))?;
        let (old, new) = (format!("{}m\"", 500 + self.edits), format!("{}m\"", 501 + self.edits));
        self.edits += 1;
        fs::write(&self.file, text.replacen(&old, &new, 1))?;
        Ok(time(&mut self.check())?.processor)
    }
}
