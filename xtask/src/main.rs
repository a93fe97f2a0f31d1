//! `cargo xtask`: what contributors run. Each subcommand is a module; none knows of another's inside.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line talks")]

mod bench;
mod cluster;
mod command;
mod conformance;
mod demo;
mod digest;
mod manual;
mod mutants;
mod package;
mod schema;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// What contributors of podwright run
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that is tested, step by step; what cannot run here is said
    Test(test::Args),
    /// The sidecar example's whole way: checked, packaged, pushed, launched, its result back
    Demo(demo::Args),
    /// A throwaway Kubernetes on this machine: up, down, status, kubectl …
    Cluster(cluster::Args),
    /// How fast it is, beside what it could be at best
    Bench(bench::Args),
    /// The checker against the API server's own validation, over cases made at random
    Conformance(conformance::Args),
    /// The checker with one thing broken, again and again: whether the tests notice
    Mutants(mutants::Args),
    /// The tables of Kubernetes' fields, from its own sources
    Schema(schema::Args),
    /// The manual of the checker's rules, from the pages that stand beside them
    Rules(manual::Args),
    /// What no compiler looks at: sizes, layers, leftovers, docs
    Tidy,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(status) => status,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Test(args) => test::run(&args),
        Task::Demo(args) => demo::run(&args),
        Task::Cluster(args) => cluster::run(&args),
        Task::Bench(args) => bench::run(&args),
        Task::Conformance(args) => conformance::run(&args),
        Task::Mutants(args) => mutants::run(&args),
        Task::Schema(args) => schema::run(&args).map(|()| ExitCode::SUCCESS),
        Task::Rules(args) => manual::run(&args).map(|()| ExitCode::SUCCESS),
        Task::Tidy => tidy::run(),
    }
}
