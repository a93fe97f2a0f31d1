//! `cargo xtask bench`: what the issues promise in figures, each measured beside its floor in the same minutes.

mod build;
mod checker;
mod documents;
mod launch;
mod package;
mod page;
mod processor;
mod start;
mod statistics;
mod stopwatch;
mod table;
mod templates;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use table::Table;

/// What `cargo xtask bench` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Some figures alone; a name that is none lists them all
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// How many rounds, instead of each figure's own number
    #[arg(short, value_name = "ROUNDS", value_parser = clap::value_parser!(u16).range(1..))]
    n: Option<u16>,
    /// Put the tables into docs/benchmarks.md
    #[arg(long)]
    write: bool,
}

/// Something that is measured.
struct Figure {
    name: &'static str,
    /// How many rounds it takes where nobody says.
    rounds: u16,
    measure: fn(&Workspace, usize) -> Result<Table>,
}

const FIGURES: &[Figure] = &[
    Figure { name: "launch", rounds: 20, measure: launch::measure },
    Figure { name: "start", rounds: 20, measure: start::measure },
    Figure { name: "build", rounds: 6, measure: build::measure },
    Figure { name: "templates", rounds: 10, measure: templates::measure },
    Figure { name: "documents", rounds: 10, measure: documents::measure },
    Figure { name: "checker", rounds: 6, measure: checker::measure },
    Figure { name: "package", rounds: 20, measure: package::measure },
];

/// Runs `cargo xtask bench`.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let names: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
    if let Some(unknown) = args.only.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("no figure `{unknown}`; there are {}", names.join(", "));
    }
    let workspace = Workspace::read()?;
    for figure in FIGURES.iter().filter(|figure| is_wanted(figure, &args.only)) {
        println!("== {}", figure.name);
        let rounds = usize::from(args.n.unwrap_or(figure.rounds));
        let table = (figure.measure)(&workspace, rounds)?;
        let text = table.to_string();
        println!("\n{text}");
        if args.write {
            page::write(figure.name, rounds, &text)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn is_wanted(figure: &Figure, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|name| name == figure.name)
}

/// How far a figure is.
fn say(line: &str) {
    println!("   {line}");
}
