//! `cargo xtask schema`: the tables of Kubernetes' fields in `codegen/rules/src/schema/generated`.
//!
//! `--update` reads Kubernetes' sources (network) and writes the pruned releases under `xtask/schema`; without it those
//! are merged into the tables.

mod corrections;
mod download;
mod gates;
mod generated;
mod go_literal;
mod merge;
mod names;
mod openapi;
mod release;
mod tables;
#[cfg(test)]
mod tests;
mod unions;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use release::Release;

use crate::digest::sha256;

/// The releases that the tables are made from, one a minor, oldest first.
const RELEASES: [&str; 5] = ["1.33.13", "1.34.4", "1.35.4", "1.36.3", "1.37.2"];

/// The hashes of the pruned releases, as `sha256sum` writes them.
const SUMS: &str = "SHA256SUMS";

/// What `cargo xtask schema` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Change nothing: fail if the committed tables are not what the committed input gives
    #[arg(long, conflicts_with = "update")]
    check: bool,
    /// Read the input anew from Kubernetes' sources first (needs the network and Go)
    #[arg(long)]
    update: bool,
}

/// Runs `cargo xtask schema`.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.update {
        update()?;
    }
    let files = files(&input_folder())?;
    if args.check {
        generated::check(&files, &generated_folder())
    } else {
        generated::write(&files, &generated_folder())
    }
}

/// The generated files that the pruned releases in a folder give.
fn files(input: &Path) -> Result<BTreeMap<String, String>> {
    let releases = read(input)?;
    generated::format(tables::files(&merge::merge(&releases)?)?, &root())
}

/// Reads the pruned releases, each of which must be the one that its hash was written for.
fn read(input: &Path) -> Result<Vec<Release>> {
    let sums = fs::read_to_string(input.join(SUMS)).with_context(|| format!("reading {SUMS}"))?;
    let sums: BTreeMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect();
    RELEASES
        .into_iter()
        .map(|version| {
            let name = input_name(version);
            let json = fs::read(input.join(&name)).with_context(|| format!("reading {name}"))?;
            let is_locked = sums.get(name.as_str()).is_some_and(|sum| *sum == sha256(&json));
            ensure!(
                is_locked,
                "{name} is not what {SUMS} has the hash of: run `cargo xtask schema --update`"
            );
            let release: Release =
                serde_json::from_slice(&json).with_context(|| format!("reading {name}"))?;
            let read = &release.kubernetes;
            ensure!(
                read == version,
                "{name} is of {read}, not of {version}: run `cargo xtask schema --update`"
            );
            Ok(release)
        })
        .collect()
}

/// Downloads every release and writes it, pruned, with its hash.
fn update() -> Result<()> {
    let downloads = RELEASES.into_iter().map(download::release).collect::<Result<Vec<_>>>()?;
    let types = downloads.iter().flat_map(|download| download.release.types.values());
    // A gate's later stages are wanted too, in releases where the field no longer names it.
    let tags = types.flat_map(|ty| ty.fields.values()).map(|field| field.gate.clone());
    let named: BTreeSet<String> = tags.chain(corrections::gates().map(str::to_owned)).collect();
    let mut sums = String::new();
    for mut download in downloads {
        download.all_gates.retain(|gate, _| named.contains(gate));
        let release = Release { gates: download.all_gates, ..download.release };
        let name = input_name(&release.kubernetes);
        let json = release.to_json();
        fs::write(input_folder().join(&name), &json).with_context(|| format!("writing {name}"))?;
        let _ = writeln!(sums, "{}  {name}", sha256(json.as_bytes()));
    }
    fs::write(input_folder().join(SUMS), sums).with_context(|| format!("writing {SUMS}"))
}

/// The file of a pruned release: `1.37.json`.
fn input_name(version: &str) -> String {
    format!("1.{}.json", release::minor(version))
}

/// The folder of the pruned releases.
fn input_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}

/// The folder of the tables.
fn generated_folder() -> PathBuf {
    root().join("codegen/rules/src/schema/generated")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
