//! `run` on a cluster: prepare, launch, follow.

use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use podwright_launch::Launcher;
use serde_json::Value;

use super::following::Following;
use super::prepare::prepare;
use super::{block_on, logs, or_left, or_stopped};
use crate::catalog::Catalog;
use crate::command_line::output::{self, Format};
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
    let format = output::format(matches);
    let value = block_on(async {
        let (cluster, plan) = or_stopped(Box::pin(prepare(catalog, &request, &settings, matches))).await?;
        let run = plan.action.run.clone();
        let observer = Arc::new(Following::default());
        let launcher = Launcher::new(cluster, &run, observer.clone());
        let was_sent = || observer.was_sent();
        if matches.get_flag("detach") {
            let sent = async { launcher.detach(&plan.action).await.map_err(outcome::of_launch) };
            or_left(&run, was_sent, sent).await?;
            return Ok(Value::String(run));
        }
        or_left(&run, was_sent, async {
            let launched = launcher.launch(&plan.action, logs(matches)).await;
            let value = outcome::value(launched.map_err(outcome::of_launch)?);
            // Whoever reads JSON has the error whole in one place.
            value.map_err(|error| if format == Format::Text { observer.verdict(&run, error) } else { error })
        })
        .await
    })?;
    output::value(&value, format);
    Ok(ExitCode::SUCCESS)
}
