//! Every crate takes its version, edition, compiler, licence and lints from the workspace, and says what it is.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// Lines that every manifest has.
const LINES: &[&str] = &[
    "version.workspace = true",
    "edition.workspace = true",
    "rust-version.workspace = true",
    "license.workspace = true",
    "[lints]\nworkspace = true",
];

pub(super) fn check(workspace: &Workspace) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for package in &workspace.packages {
        let manifest = fs::read_to_string(&package.manifest_path)
            .with_context(|| format!("reading {}", package.manifest_path.display()))?;
        let missing = LINES.iter().filter(|line| !manifest.contains(*line));
        complaints.extend(
            missing
                .map(|line| format!("{}: its Cargo.toml lacks `{}`", package.name, line.replace('\n', " "))),
        );
        if !manifest.contains("\ndescription = ") {
            complaints.push(format!("{}: its Cargo.toml says in no `description` what it is", package.name));
        }
    }
    Ok(complaints)
}
