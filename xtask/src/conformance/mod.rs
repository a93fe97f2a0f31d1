//! `cargo xtask conformance`: the checker held against the API server's own validation, over cases made at random.
//!
//! A disagreement is a failure. What differs on purpose would stand in a table here; there is none.

mod case;
mod compare;
mod manual;
mod oracle;
mod report;
mod sample;

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use podwright_rules::schema::generated::MINORS;
use podwright_rules::schema::{Minor, NEWEST};

use crate::command::minutes;
use crate::workspace::root;
pub(crate) use oracle::Oracle;
use report::Report;
pub(crate) use sample::Sample;

/// How many documents a run makes; a pod among them is a case as a pod, as a template and as a Job's.
const DOCUMENTS: usize = 20_000;

/// How many the long form makes for each version.
const LONG: usize = 200_000;

/// What `cargo xtask conformance` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The Kubernetes to hold against, `1.35`; the newest where none is given
    #[arg(long, value_parser = minor)]
    kubernetes: Vec<Minor>,
    /// How many documents to make
    #[arg(short)]
    n: Option<usize>,
    /// What the cases are drawn from; else the commit
    #[arg(long)]
    seed: Option<u64>,
    /// All versions, and ten times the documents
    #[arg(long)]
    long: bool,
    /// Hold the oracle against an API server instead, `http://127.0.0.1:8001` of `kubectl proxy`; nothing is created there
    #[arg(long, conflicts_with_all = ["n", "long"])]
    server: Option<String>,
}

/// Runs `cargo xtask conformance`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let minors = match (&args.kubernetes[..], args.long) {
        ([], true) => MINORS.to_vec(),
        ([], false) => vec![NEWEST],
        (given, _) => given.to_vec(),
    };
    let count = args.n.unwrap_or(if args.long { LONG } else { DOCUMENTS });
    let seed = args.seed.map_or_else(seed_of_commit, Ok)?;
    if let Some(server) = &args.server {
        let [minor] = minors[..] else { bail!("an API server has one version: give one `--kubernetes`") };
        let agrees = Oracle::build(minor)?.verify(server, seed)?;
        return Ok(if agrees { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let mut differences = 0;
    for minor in minors {
        differences += against(minor, count, seed)?.differences();
    }
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn against(minor: Minor, count: usize, seed: u64) -> Result<Report> {
    let oracle = Oracle::build(minor)?;
    let newest = Oracle::build(NEWEST)?;
    let examples = manual::hold(&oracle, minor)?;
    println!(
        "Kubernetes 1.{}: the examples of {examples} rules in the manual are judged as it says",
        minor.0
    );
    let begin = Instant::now();
    // The newest knows the most fields to make cases of.
    let made = newest.cases(count, seed)?;
    let mut report = Report::default();
    for form in [case::Case::as_made, case::Case::as_template, case::Case::as_job] {
        let cases: Vec<_> = made.iter().filter_map(form).collect();
        let verdicts = oracle.judge(&cases)?;
        report.add(&cases, &verdicts, &compare::all(&cases, &verdicts, minor)?);
    }
    let (cases, accepted) = report.counts();
    print!("{}", report.groups());
    println!(
        "Kubernetes 1.{}, seed {seed}: {cases} cases, {accepted} of them valid, {} differ ({})",
        minor.0,
        report.differences(),
        minutes(begin.elapsed())
    );
    println!("rules that no case reached: {}", report.unreached().join(", "));
    Ok(report)
}

fn minor(text: &str) -> Result<Minor, String> {
    let known = MINORS.iter().find(|minor| text == format!("1.{}", minor.0));
    known.copied().ok_or_else(|| {
        let all: Vec<String> = MINORS.iter().map(|minor| format!("1.{}", minor.0)).collect();
        format!("there are {}", all.join(", "))
    })
}

/// The same commit is held against the same cases, everywhere.
pub(crate) fn seed_of_commit() -> Result<u64> {
    let output = Command::new("git").args(["rev-parse", "--short=8", "HEAD"]).current_dir(root()).output();
    let output = output.context("running git")?;
    let hash = String::from_utf8(output.stdout).context("reading the commit")?;
    u64::from_str_radix(hash.trim(), 16).context("the commit's hash begins the cases")
}
