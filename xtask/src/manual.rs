//! `cargo xtask rules`: the manual of rules, `docs/rules.md`, from the pages that stand beside the rules.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use podwright_rules::rules;

use crate::workspace::root;

const HEAD: &str = "\
# The rules

What the checker looks for: at compile time in `pod_template!`, and in files with [`podwright-check`](check.md), which prints a page
of these with `--explain RULE`.

- An error of the API server is what it refuses, a warning of it what it takes with a warning. `--server-only` leaves out all others.
- An error of the node is what the API server takes, and what then fails or changes on the node.
- An error of podwright is what no task can run with.
- A lint of podwright is what works, and is worth a second look. A silent one is heard only where a level is set for it.

The level of a warning or a lint is set in a template (`#[allow(RULE)]`, `#[warn(RULE)]`, `#[deny(RULE)]`), for a crate
(`[package.metadata.podwright.lints]`), or on the command line (`--deny RULE`). An error stays one.

Each wrong example breaks its rule and no other, each right one breaks none, but for the examples of `quobyte_registry`, of which
`deprecated_volume` warns too. Where nothing else is said, a rule holds for Kubernetes 1.33 to 1.37. Where a source names a function alone, it is one of `k8s.io/kubernetes`. This page is made by `cargo xtask rules`.
";

/// What `cargo xtask rules` takes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Change nothing: fail if the manual is not what the pages give
    #[arg(long)]
    check: bool,
}

/// Runs `cargo xtask rules`.
pub(crate) fn run(args: &Args) -> Result<()> {
    let (file, manual) = (file(), manual());
    if args.check {
        let written = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        ensure!(written == manual, "docs/rules.md is not what the pages give: run `cargo xtask rules`");
        return Ok(());
    }
    fs::write(&file, manual).with_context(|| format!("writing {}", file.display()))
}

fn file() -> PathBuf {
    root().join("docs/rules.md")
}

fn manual() -> String {
    let mut text = format!("{HEAD}\n| rule | | asks that |\n| --- | --- | --- |\n");
    for page in rules::pages() {
        let (id, level, doc) = (page.rule.id, page.level(), page.rule.doc);
        let _ = writeln!(text, "| [{id}](#{id}) | {level} | {doc} |");
    }
    for page in rules::pages() {
        let _ = write!(text, "\n## {}\n\n{}", page.rule.id, page.markdown());
    }
    text
}
