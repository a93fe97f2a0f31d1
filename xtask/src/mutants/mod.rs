//! `cargo xtask mutants`: the checker with one thing broken, again and again, and whether the tests notice.
//!
//! What nothing notices is a hole in the tests, or no difference at all; those stand in a table, each with its reason.

mod copy;
mod site;
mod trial;

use std::env;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, bail, ensure};
use podwright_rules::rules;

use crate::command::minutes;
use crate::conformance::{self, Sample};
use crate::workspace::Workspace;
use copy::{Copy, Mutant};
use site::Kind;
use trial::Trial;

/// How many mutants are tried where nothing else is said.
const SAMPLE: usize = 150;

/// How many documents are made for the conformance run.
const DOCUMENTS: usize = 1_500;

/// What cannot be noticed, a line each: the file from `codegen/rules/src`, the kind, what stands there, and why.
const EQUIVALENT: &str = include_str!("equivalent.txt");

/// What `cargo xtask mutants` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many mutants to try
    #[arg(long, default_value_t = SAMPLE)]
    sample: usize,
    /// Try every mutant
    #[arg(long, conflicts_with = "sample")]
    all: bool,
    /// Which are drawn; else the commit says
    #[arg(long)]
    seed: Option<u64>,
    /// Try those alone whose file, kind or text has this in it, or one of these
    #[arg(long)]
    only: Vec<String>,
}

/// Runs `cargo xtask mutants`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let workspace = Workspace::read()?;
    let folder = workspace.leavings().join("mutants");
    let seed = args.seed.map_or_else(conformance::seed_of_commit, Ok)?;
    let begin = Instant::now();
    let mut copy = Copy::build(&folder.join("workspace"), &workspace.target_directory)?;
    let built = begin.elapsed();
    let all = copy.numbers();
    let unbroken = unbroken(&copy, &all);
    ensure!(unbroken.is_empty(), "no mutant breaks {}", unbroken.join(", "));
    let trial = Trial::new(&mut copy, sample(seed)?, &folder)?;
    let wanted = |number: &usize| {
        let line = line(&copy.mutants[*number]);
        args.only.is_empty() || args.only.iter().any(|only| line.contains(only))
    };
    let mut drawn: Vec<usize> = all.iter().copied().filter(wanted).collect();
    if !args.all {
        drawn = draw(drawn, args.sample, seed);
    }
    let begin = Instant::now();
    let tried = trial.of(&drawn)?;
    let survivors = tried.survivors;
    let lines = survivors.iter().map(|number| line(&copy.mutants[*number]));
    let is_known = |line: &String| EQUIVALENT.lines().any(|known| known.split(" # ").next() == Some(line));
    let (known, unknown): (Vec<_>, Vec<_>) = lines.partition(is_known);
    for line in &unknown {
        println!("nothing notices {line}");
    }
    println!(
        "mutants: {} of {} tried ({}), seed {seed}: {} noticed, {} of them by running out of time, {} make no difference, {} survive \
         (built in {}, tried in {})",
        drawn.len(),
        all.len(),
        kinds(&copy, &drawn),
        drawn.len() - survivors.len(),
        tried.out_of_time,
        known.len(),
        unknown.len(),
        minutes(built),
        minutes(begin.elapsed())
    );
    Ok(if unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Cases with the server's verdicts, where there is Go to build them.
fn sample(seed: u64) -> Result<Option<Sample>> {
    if Command::new("go").arg("version").output().is_ok() {
        return Sample::draw(DOCUMENTS, seed).map(Some);
    }
    if env::var("CI").is_ok_and(|value| value == "true") {
        bail!("no Go, which builds the API server's validation");
    }
    println!("no Go: the API server's verdicts are left out, and what only they would notice survives");
    Ok(None)
}

/// The rules that no mutant breaks.
fn unbroken(copy: &Copy, all: &[usize]) -> Vec<&'static str> {
    let is_broken = |id: &str| {
        let name = id.to_uppercase();
        all.iter().any(|number| copy.mutants[*number].site.breaks(&name))
    };
    rules::all().map(|rule| rule.id).filter(|id| !is_broken(id)).collect()
}

/// Some of them, the same for the same seed.
fn draw(mut numbers: Vec<usize>, count: usize, mut seed: u64) -> Vec<usize> {
    let mut drawn = Vec::new();
    while drawn.len() < count && !numbers.is_empty() {
        // splitmix64
        seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut random = seed;
        random = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        random = (random ^ (random >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        random ^= random >> 31;
        let length = u64::try_from(numbers.len()).expect("a list's length fits");
        drawn.push(numbers.swap_remove(usize::try_from(random % length).expect("it is below the length")));
    }
    drawn
}

/// A mutant as the report and the table of those without a difference have it.
fn line(mutant: &Mutant) -> String {
    let file = mutant.file.strip_prefix("codegen/rules/src/").unwrap_or(&mutant.file);
    format!("{file}: {}: {}", mutant.site.kind.word(), mutant.site.text)
}

/// How many there are of each kind.
fn kinds(copy: &Copy, drawn: &[usize]) -> String {
    let kinds = [Kind::Silenced, Kind::Renamed, Kind::Dropped, Kind::Negated, Kind::Bound].map(|kind| {
        let count = drawn.iter().filter(|number| copy.mutants[**number].site.kind == kind).count();
        format!("{count} {}", kind.word())
    });
    kinds.join(", ")
}
