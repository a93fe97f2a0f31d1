//! The list of steps, cheapest first, and those that are a command or two.

use std::process::Command;

use anyhow::Result;

use super::session::Session;
use super::tally::Tally;
use super::{cluster, msrv, targets};
use crate::{package, tidy, workspace};

/// One step of `cargo xtask test`.
pub(super) struct Step {
    /// What `--only` and the log call it.
    pub(super) name: &'static str,
    /// What it shows, in a line.
    pub(super) about: &'static str,
    pub(super) needs_cluster: bool,
    pub(super) run: fn(&Session<'_>) -> Result<Tally>,
}

pub(super) const STEPS: &[Step] = &[
    step("fmt", "the sources are formatted", |session| session.cargo("fmt --all --check")),
    step("tidy", "sizes, layers, leftovers, docs", tidy),
    step("clippy", "no warning, with all features and without", clippy),
    step("schema", "the committed tables are what the committed sources give", schema),
    step("rules", "the committed manual is what the pages of the rules give", |session| {
        session.check("cargo xtask rules --check", workspace::xtask()?.args(["rules", "--check"]))
    }),
    step("unit", "unit and integration tests, with all features and without", unit),
    step("conformance", "the checker agrees with the API server's own validation", conformance),
    step("mutants", "the tests notice it where a rule falls silent", mutants),
    step("doctest", "the examples in the documentation", |session| {
        session.tests(&["--workspace", "--doc"], &[], &[])
    }),
    step("rustdoc", "the documentation builds without a warning", rustdoc),
    step("ui", "what the compiler says, to the word", |session| {
        session.tests(&["-p", "podwright-ui-tests"], &[], &[])
    }),
    step("editor", "what rust-analyzer gives in a template", |session| {
        session.tests(&["-p", "podwright-examples", "--test", "editor"], &[], &[])
    }),
    step("package", "the packaged crates, used from outside the workspace", package),
    step("targets", "the crates that users get, checked for macOS and Windows", targets::check),
    step("msrv", "the oldest compiler that is promised", msrv::check),
    Step { needs_cluster: true, ..step("cluster", "the throwaway Kubernetes runs", cluster::start) },
    Step {
        needs_cluster: true,
        ..step(
            "api-server",
            "the validation that the checker is held against is the API server's",
            cluster::api_server,
        )
    },
    Step {
        needs_cluster: true,
        ..step("end-to-end", "the launcher and the examples on a real Kubernetes", cluster::end_to_end)
    },
];

const fn step(name: &'static str, about: &'static str, run: fn(&Session<'_>) -> Result<Tally>) -> Step {
    Step { name, about, needs_cluster: false, run }
}

fn tidy(_: &Session<'_>) -> Result<Tally> {
    let mut tally = Tally::default();
    for check in tidy::checks()? {
        tally.add(match check.complaints.as_slice() {
            [] => Tally::passed(),
            complaints => Tally::failed(check.name, complaints.join("; ")),
        });
    }
    Ok(tally)
}

fn clippy(session: &Session<'_>) -> Result<Tally> {
    let mut tally = session.cargo("clippy --workspace --all-targets -- -D warnings")?;
    tally.add(session.cargo("clippy -p podwright --no-default-features --all-targets -- -D warnings")?);
    Ok(tally)
}

fn schema(session: &Session<'_>) -> Result<Tally> {
    session.check("cargo xtask schema --check", workspace::xtask()?.args(["schema", "--check"]))
}

fn conformance(session: &Session<'_>) -> Result<Tally> {
    if Command::new("go").arg("version").output().is_err() {
        return Ok(Tally::skipped("conformance", "no Go, which builds the API server's validation"));
    }
    let mut command = workspace::xtask()?;
    command.arg("conformance");
    if session.long {
        command.arg("--long");
    }
    session.check("cargo xtask conformance", &mut command)
}

fn mutants(session: &Session<'_>) -> Result<Tally> {
    let mut command = workspace::xtask()?;
    command.args(["mutants", "--only", ": silenced: "]);
    if session.long {
        command.arg("--all");
    } else {
        command.args(["--sample", "40"]);
    }
    session.check("cargo xtask mutants", &mut command)
}

fn unit(session: &Session<'_>) -> Result<Tally> {
    let words = |words: &'static str| words.split(' ').collect::<Vec<_>>();
    // Those that need a cluster, and the compiler's words, are steps of their own.
    // Tests of the registry start a program whose surroundings they choose; `--tests` does not build it.
    let mut tally = session.cargo("build -p podwright-image --examples")?;
    tally.add(session.tests(
        &words("--workspace --exclude podwright-examples --exclude podwright-ui-tests --lib --bins --tests"),
        &[],
        &[],
    )?);
    tally.add(session.tests(&words("-p podwright --no-default-features --lib --tests"), &[], &[])?);
    let mut examples = words("-p podwright-examples --lib --bins");
    for test in session.example_tests()? {
        examples.extend(["--test", test]);
    }
    tally.add(session.tests(&examples, &[], &[])?);
    Ok(tally)
}

fn rustdoc(session: &Session<'_>) -> Result<Tally> {
    let mut command = workspace::cargo();
    command.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    session.check("cargo doc", &mut command)
}

fn package(session: &Session<'_>) -> Result<Tally> {
    let mut tally = Tally::default();
    for (name, result) in package::outside(session.workspace, &session.log)? {
        tally.add(match result {
            Ok(()) => Tally::passed(),
            Err(error) => Tally::failed(name, format!("{error:#}")),
        });
    }
    Ok(tally)
}
