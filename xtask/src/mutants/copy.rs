//! A copy of the checker's crates with every mutant in it, and the programs that it is built to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::site::{self, Kind, Site};
use crate::workspace::{cargo, remove, root};

/// The folders whose files are broken, from the crate's `src`.
const BROKEN: [&str; 3] = ["check", "formats", "manifest"];

/// What else says what rules say: of these files the rules alone are broken.
const SAYING: [&str; 1] = ["yaml"];

/// What the program is called, so that no build of the workspace's own is overwritten.
pub(super) const CHECKER: &str = "podwright-check-of-mutants";

/// Files of those folders that only tests have.
const OF_TESTS: [&str; 2] = ["tests.rs", "notation.rs"];

/// What is built: the tests that each mutant is held against, and the program for the conformance run.
const BUILDS: [&[&str]; 3] = [
    &[
        "test",
        "--no-run",
        "-p",
        "podwright-codegen",
        "--test",
        "cases",
        "--test",
        "manual",
        "--test",
        "files",
    ],
    &["test", "--no-run", "-p", "podwright-rules", "--lib", "--test", "merges", "--test", "readings"],
    &["build", "-p", "podwright-check"],
];

/// How often what does not compile is taken out.
const TRIES: usize = 4;

/// A place of the checker that can be broken; its place in the list of all is its number.
pub(super) struct Mutant {
    /// From the workspace's root.
    pub(super) file: String,
    pub(super) site: Site,
    /// Whether the compiler takes it.
    compiles: bool,
}

/// The copy.
pub(super) struct Copy {
    pub(super) mutants: Vec<Mutant>,
    pub(super) programs: Vec<Program>,
}

/// What was built of it.
pub(super) struct Program {
    pub(super) name: String,
    pub(super) executable: PathBuf,
    /// The folder in which its tests run.
    pub(super) folder: PathBuf,
}

impl Copy {
    /// Copies the checker to a folder, puts the mutants in, and builds it where the workspace is built too.
    pub(super) fn build(folder: &Path, target: &Path) -> Result<Self> {
        remove(folder)?;
        let files = copy(folder)?;
        let mut mutants = Vec::new();
        for file in files.iter().filter(|file| is_broken(file)) {
            let source = fs::read_to_string(root().join(file))?;
            let sites = site::sites(&source).with_context(|| format!("reading {file}"))?;
            let sites = sites.into_iter().filter(|site| is_in(file, &BROKEN) || site.kind == Kind::Renamed);
            mutants.extend(sites.map(|site| Mutant { file: file.clone(), site, compiles: true }));
        }
        for _ in 0..TRIES {
            write(folder, &mutants)?;
            let built =
                BUILDS.iter().map(|words| build(folder, target, words)).collect::<Result<Vec<_>>>()?;
            let lines: BTreeSet<(String, usize)> =
                built.iter().flat_map(|built| built.errors.clone()).collect();
            if lines.is_empty() {
                let programs = built.into_iter().flat_map(|built| built.programs).collect();
                return Ok(Self { mutants, programs });
            }
            ensure!(
                take_out(&mut mutants, &lines),
                "the copy with the mutants does not compile, at {lines:?}"
            );
        }
        anyhow::bail!("the copy with the mutants does not compile after {TRIES} tries")
    }

    /// The numbers of the mutants that there are.
    pub(super) fn numbers(&self) -> Vec<usize> {
        (0..self.mutants.len()).filter(|number| self.mutants[*number].compiles).collect()
    }
}

/// Takes out what does not compile at these lines, and says whether there was something: a rule by another name always compiles, so
/// that it goes last.
fn take_out(mutants: &mut [Mutant], lines: &BTreeSet<(String, usize)>) -> bool {
    let mut taken_out = false;
    for (file, line) in lines {
        let mut at_line: Vec<&mut Mutant> = mutants
            .iter_mut()
            .filter(|mutant| mutant.compiles && mutant.file == *file && mutant.site.line == *line)
            .collect();
        let others = at_line.iter().any(|mutant| mutant.site.kind != Kind::Renamed);
        at_line.retain(|mutant| !others || mutant.site.kind != Kind::Renamed);
        taken_out |= !at_line.is_empty();
        for mutant in at_line {
            mutant.compiles = false;
        }
    }
    taken_out
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn is_broken(file: &str) -> bool {
    let last = file.rsplit('/').next();
    is_rust(file)
        && (is_in(file, &BROKEN) || is_in(file, &SAYING))
        && !OF_TESTS.iter().any(|name| last == Some(name))
}

/// Whether a file lies in one of some folders of the crate's `src`.
fn is_in(file: &str, folders: &[&str]) -> bool {
    let first = file.strip_prefix("codegen/rules/src/").and_then(|path| path.split('/').next());
    folders.iter().any(|folder| first == Some(folder))
}

/// Copies what git has of the checker, as a workspace of its own; gives the files, from the root.
fn copy(folder: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "codegen"]).current_dir(root());
    let output = git.output().context("running git")?;
    ensure!(output.status.success(), "git: {}", String::from_utf8_lossy(&output.stderr).trim());
    let listed = String::from_utf8(output.stdout).context("reading git's paths")?;
    let is_there = |file: &String| root().join(file).exists();
    let files: Vec<String> = listed.split_terminator('\0').map(str::to_owned).filter(is_there).collect();
    for file in files.iter().map(String::as_str).chain(["Cargo.lock", "rust-toolchain.toml"]) {
        let to = folder.join(file);
        fs::create_dir_all(to.parent().context("a file lies in a folder")?)?;
        fs::copy(root().join(file), to).with_context(|| format!("copying {file}"))?;
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let members = |line: &str| line.starts_with("members = ");
    const MEMBERS: &str = r#"members = ["codegen", "codegen/cli", "codegen/rules"]"#;
    let lines = manifest.lines().map(|line| if members(line) { MEMBERS } else { line });
    fs::write(folder.join("Cargo.toml"), lines.collect::<Vec<_>>().join("\n"))?;
    let library = folder.join("codegen/rules/src/lib.rs");
    let text = fs::read_to_string(&library)?.replacen("\npub mod ", "\nmod mutants;\npub mod ", 1);
    fs::write(library, text)?;
    fs::write(folder.join("codegen/rules/src/mutants.rs"), include_str!("switch.rs"))?;
    rename_checker(&folder.join("codegen/cli/Cargo.toml"))?;
    Ok(files)
}

fn rename_checker(manifest: &Path) -> Result<()> {
    let text = fs::read_to_string(manifest)?.replacen("[package]", "[package]\nautobins = false", 1);
    let text = format!("{text}\n[[bin]]\nname = \"{CHECKER}\"\npath = \"src/main.rs\"\n");
    fs::write(manifest, text).with_context(|| format!("writing {}", manifest.display()))
}

/// Writes the sources with all mutants that compile.
fn write(folder: &Path, mutants: &[Mutant]) -> Result<()> {
    let files: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.file.as_str()).collect();
    for file in files {
        let source = fs::read_to_string(root().join(file))?;
        let sites = mutants.iter().enumerate().filter(|(_, mutant)| mutant.compiles && mutant.file == file);
        let text = site::with_mutants(&source, sites.map(|(number, mutant)| (number, &mutant.site)));
        fs::write(folder.join(file), text)?;
    }
    Ok(())
}

/// What cargo said.
struct Built {
    programs: Vec<Program>,
    /// The lines that do not compile, each with its file.
    errors: Vec<(String, usize)>,
}

fn build(folder: &Path, target: &Path, words: &[&str]) -> Result<Built> {
    let mut command = cargo();
    command.args(words).args(["--offline", "--message-format", "json"]).current_dir(folder);
    // What is built once and never changed needs no room for its next build.
    command
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "--cap-lints allow");
    let output = command.output().context("running cargo")?;
    let mut built = Built { programs: Vec::new(), errors: Vec::new() };
    for line in String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.starts_with('{')) {
        let message: Value = serde_json::from_str(line).context("reading what cargo says")?;
        if let Some(executable) = message["executable"].as_str() {
            let manifest = Path::new(message["manifest_path"].as_str().unwrap_or_default());
            built.programs.push(Program {
                name: message["target"]["name"].as_str().unwrap_or_default().to_owned(),
                executable: executable.into(),
                folder: manifest.parent().unwrap_or(folder).to_owned(),
            });
        }
        if message["message"]["level"] == "error" {
            built.errors.extend(places(&message["message"]));
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success() || !built.errors.is_empty(), "cargo failed: {}", said.trim());
    Ok(built)
}

/// The places that an error of the compiler is about.
fn places(error: &Value) -> Vec<(String, usize)> {
    let spans = error["spans"].as_array().into_iter().flatten().filter(|span| span["is_primary"] == true);
    let place = |span: &Value| {
        let line = usize::try_from(span["line_start"].as_u64()?).ok()?;
        Some((span["file_name"].as_str()?.to_owned(), line))
    };
    spans.filter_map(place).collect()
}
