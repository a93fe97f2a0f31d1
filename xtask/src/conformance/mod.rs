//! `cargo xtask conformance`: the checker held against the API server's own validation, over cases made at random.
//!
//! A disagreement is a failure. What differs on purpose would stand in a table here; there is none.

mod bare;
mod case;
mod compare;
mod go;
mod manual;
mod oracle;
mod report;
mod sample;
mod topics;
mod warnings;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use podwright_rules::schema::generated::MINORS;
use podwright_rules::schema::{Minor, NEWEST};

use crate::command::minutes;
use crate::workspace::root;
use case::Case;
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
    /// All versions, ten times the documents, and the bare API servers
    #[arg(long)]
    long: bool,
    /// Hold the oracle against bare API servers of 1.33 and 1.35 alone, which are built where they are not
    #[arg(long, conflicts_with_all = ["n", "long", "kubernetes", "cases", "server"])]
    bare: bool,
    /// Take the cases of these files instead of making some; a line of theirs is what a line of the oracle's input is
    #[arg(long, conflicts_with_all = ["n", "seed", "server"])]
    cases: Vec<PathBuf>,
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
    for minor in if args.bare { Vec::new() } else { minors } {
        differences += against(minor, &Source { files: &args.cases, count, seed })?.differences();
    }
    if args.bare || args.long {
        for minor in bare::MINORS {
            let agrees = Oracle::build(minor)?.verify_bare(&bare::Server::start(minor)?, seed)?;
            differences += usize::from(!agrees);
        }
    }
    Ok(if differences == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where cases come from: files, or else chance.
struct Source<'a> {
    files: &'a [PathBuf],
    count: usize,
    seed: u64,
}

impl Source<'_> {
    fn cases(&self) -> Result<Vec<Case>> {
        if self.files.is_empty() {
            // The newest knows the most fields to make cases of.
            return Oracle::build(NEWEST)?.cases(self.count, self.seed);
        }
        let mut cases = Vec::new();
        for file in self.files {
            let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            cases.extend(text.lines().map(Case::read).collect::<Result<Vec<_>>>()?);
        }
        Ok(cases)
    }

    fn name(&self) -> String {
        if self.files.is_empty() { format!("seed {}", self.seed) } else { "cases of files".to_owned() }
    }
}

fn against(minor: Minor, source: &Source<'_>) -> Result<Report> {
    let oracle = Oracle::build(minor)?;
    let manual::Held { pages, left_out } = manual::hold(&oracle, minor)?;
    println!("Kubernetes 1.{}: the examples of {pages} rules in the manual are judged as it says", minor.0);
    println!("rules whose examples were not judged: {}", left_out.join(", "));
    let begin = Instant::now();
    let made = source.cases()?;
    let mut report = Report::default();
    for form in [Case::as_made, Case::as_template, Case::as_job] {
        let cases: Vec<_> = made.iter().filter_map(form).collect();
        let verdicts = oracle.judge(&cases)?;
        report.add(&cases, &verdicts, &compare::all(&cases, &verdicts, minor)?);
    }
    let (cases, accepted) = report.counts();
    print!("{}", report.groups());
    println!(
        "Kubernetes 1.{}, {}: {cases} cases, {accepted} of them valid, {} differ ({})",
        minor.0,
        source.name(),
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
