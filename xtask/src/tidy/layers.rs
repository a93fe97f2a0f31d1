//! What the crates of the house may depend on: the invariants of ARCHITECTURE.md that cargo can show.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};

use crate::workspace::cargo;

/// What must hold of the crates that one is built from.
enum Invariant {
    /// These are the only ones beside itself.
    Only(&'static [&'static str]),
    /// These are not among them.
    Without(&'static [&'static str]),
}

/// The crate, what holds of it, and why.
const INVARIANTS: &[(&str, Invariant, &str)] = &[
    ("podwright", Invariant::Without(&["syn", "quote"]), "a user's program parses no Rust"),
    (
        "podwright-rules",
        Invariant::Only(&["arraydeque", "granit-parser", "smallvec", "strsim"]),
        "macros, programs and launchers share the rules",
    ),
    (
        "podwright-check",
        Invariant::Only(&["arraydeque", "granit-parser", "lexopt", "podwright-rules", "smallvec", "strsim"]),
        "it checks files, and is built for every machine that does",
    ),
    ("podwright-image", Invariant::Without(&["kube", "k8s-openapi", "syn"]), "packaging knows no Kubernetes"),
    (
        "podwright-codegen",
        Invariant::Without(&["kube", "k8s-openapi", "tokio"]),
        "macros run in the compiler",
    ),
];

pub(super) fn check() -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for (package, invariant, why) in INVARIANTS {
        let built_from = built_from(package)?;
        let wrong: Vec<&str> = match invariant {
            Invariant::Only(names) => {
                built_from.iter().map(String::as_str).filter(|name| !names.contains(name)).collect()
            }
            Invariant::Without(names) => {
                names.iter().copied().filter(|name| built_from.contains(*name)).collect()
            }
        };
        if !wrong.is_empty() {
            complaints
                .push(format!("{package} is built from {}, which it must not be: {why}", wrong.join(", ")));
        }
    }
    Ok(complaints)
}

/// The crates that end up in a program with this one: neither tests' nor macros'.
fn built_from(package: &str) -> Result<BTreeSet<String>> {
    let mut tree = cargo();
    tree.args(["tree", "-e", "normal,no-proc-macro", "--prefix", "none", "-f", "{p}", "-p", package]);
    let output = tree.output().context("running cargo tree")?;
    ensure!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.split(' ').next()).filter(|name| *name != package);
    Ok(names.map(str::to_owned).collect())
}
