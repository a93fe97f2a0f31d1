//! `run` on a cluster: prepare, launch, follow.

use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use podwright_launch::Launcher;
use serde_json::Value;

use super::prepare::prepare;
use super::progress::Following;
use super::{block_on, logs, or_interrupted, or_stopped};
use crate::catalog::Catalog;
use crate::command_line::output;
use crate::context::Request;
use crate::error::Result;
use crate::settings::Settings;
use crate::submit::outcome;

/// `run TASK` on a cluster.
pub(in crate::command_line) fn run(
    catalog: &Catalog,
    request: Request,
    matches: &ArgMatches,
) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    let value = block_on(async {
        let (cluster, plan) = or_stopped(prepare(catalog, &request, &settings, matches)).await?;
        let run = plan.action.run.clone();
        let observer = Arc::new(Following { primary: plan.action.pod.primary.clone() });
        let launcher = Launcher::new(cluster, &run, observer);
        if matches.get_flag("detach") {
            or_interrupted(&run, async { launcher.detach(&plan.action).await.map_err(outcome::of_launch) })
                .await?;
            return Ok(Value::String(run));
        }
        or_interrupted(&run, async {
            let launched = launcher.launch(&plan.action, logs(matches)).await;
            outcome::value(launched.map_err(outcome::of_launch)?)
        })
        .await
    })?;
    output::value(&value, output::format(matches));
    Ok(ExitCode::SUCCESS)
}
