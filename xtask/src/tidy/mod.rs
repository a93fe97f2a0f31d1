//! `cargo xtask tidy`: what the house asks for and no compiler looks at. Each check is a module that takes the files of the
//! repository and gives its complaints.

mod docs;
mod layers;
mod leftovers;
mod machine;
mod manifests;
mod size;
mod sources;

use std::process::ExitCode;

use anyhow::Result;

use crate::workspace::Workspace;
use sources::Sources;

/// One check, and what it does not like: nothing where all is well.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) complaints: Vec<String>,
}

/// Runs `cargo xtask tidy`.
pub(crate) fn run() -> Result<ExitCode> {
    let checks = checks()?;
    for complaint in checks.iter().flat_map(|check| &check.complaints) {
        println!("{complaint}");
    }
    let broken = checks.iter().filter(|check| !check.complaints.is_empty()).count();
    println!("{} passed, {broken} failed", checks.len() - broken);
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes every check.
pub(crate) fn checks() -> Result<Vec<Check>> {
    let sources = Sources::read()?;
    let workspace = Workspace::read()?;
    Ok(vec![
        Check { name: "files of at most 400 lines", complaints: size::check(&sources) },
        Check { name: "no leftovers", complaints: leftovers::check(&sources) },
        Check { name: "every module says what it is for", complaints: docs::check(&sources) },
        Check { name: "nothing of this machine, no blobs", complaints: machine::check(&sources) },
        Check { name: "manifests inherit from the workspace", complaints: manifests::check(&workspace)? },
        Check { name: "the layers of the house", complaints: layers::check()? },
    ])
}
