//! `cargo xtask test`: every step, one after another, each with its time; then the sum of what passed, failed, was skipped.

mod cluster;
mod libtest;
mod msrv;
mod session;
mod steps;
mod tally;
mod targets;

use std::env;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, ensure};

use crate::cluster::Install;
use crate::command::{Log, minutes};
use crate::workspace::Workspace;
use cluster::ClusterUse;
use session::Session;
use steps::{STEPS, Step};
use tally::Tally;

/// What `cargo xtask test` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run these steps only; a name that is none lists them
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Leave out what needs a Kubernetes
    #[arg(long)]
    no_cluster: bool,
    /// The long form of what has one: the checker against all versions of Kubernetes
    #[arg(long)]
    long: bool,
    /// On CI, where a skipped test is a failure, let those be skipped whose name has this in it: what they need cannot be had
    #[arg(long, value_name = "WORD")]
    may_skip: Vec<String>,
    /// Install what the throwaway cluster needs without a question
    #[arg(long)]
    yes: bool,
}

/// Runs `cargo xtask test`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let steps = chosen(&args.only)?;
    let workspace = Workspace::read()?;
    let install = if args.yes { Install::Yes } else { Install::Ask };
    let cluster = ClusterUse::decide(args.no_cluster, steps.iter().any(|step| step.needs_cluster), install);
    let begin = Instant::now();
    let mut sum = Tally::default();
    for step in &steps {
        sum.add(run_step(step, &workspace, &cluster, args.long)?);
    }
    // What a person's machine lacks is not their mistake; on CI a test that does not run is a hole.
    if env::var("CI").is_ok_and(|value| value == "true") {
        sum.refuse_skips(&args.may_skip);
    }
    println!("\n{}all in {}\n{sum}", sum.summary(), minutes(begin.elapsed()));
    Ok(if sum.succeeded() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(only: &[String]) -> Result<Vec<&'static Step>> {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    for name in only {
        ensure!(names.contains(&name.as_str()), "there is no step `{name}`; there are {}", names.join(", "));
    }
    Ok(STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)).collect())
}

fn run_step(step: &Step, workspace: &Workspace, cluster: &ClusterUse, long: bool) -> Result<Tally> {
    println!("== {}: {}", step.name, step.about);
    let begin = Instant::now();
    let session = Session { workspace, cluster, log: Log::create(&workspace.leavings(), step.name)?, long };
    let mut tally =
        (step.run)(&session).unwrap_or_else(|error| Tally::failed(step.name, format!("{error:#}")));
    if tally.len() == 0 {
        tally.add(Tally::failed(step.name, "there was no test in it"));
    }
    let time = minutes(begin.elapsed());
    if tally.succeeded() {
        println!("   {tally} ({time})");
    } else {
        println!("   FAILED: {tally} ({time}); all it said is in {}", session.log.path().display());
        println!("{}---", tally.details());
    }
    Ok(tally)
}
