//! `package`: the program as an image in the registry.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ArgMatches;
use serde_json::json;

use super::progress::{Sending, bytes};
use super::{block_on, or_stopped};
use crate::command_line::output::{self, Format};
use crate::error::Result;
use crate::progress::say;
use crate::settings::Settings;
use crate::submit::image::{self, Repositories};

/// `package`.
pub(super) fn package(settings: &Settings, matches: &ArgMatches) -> Result<ExitCode> {
    let binary = matches.get_one::<String>("binary").map(PathBuf::from);
    let program = image::program(binary.as_deref())?;
    let repositories =
        Repositories::new(settings.registry.as_deref(), settings.cluster_registry.as_deref(), &program)?;
    let executable = image::executable(binary)?;
    let (image, pushed) = block_on(or_stopped(async {
        let image = image::packaged(executable).await?;
        say(&format!("packaged {} ({})", repositories.here, bytes(image.size())));
        let pushed = image::push(&image, &repositories, Arc::new(Sending::default())).await?;
        Ok((image, pushed))
    }))?;
    let reference = repositories.for_nodes(&image).reference;
    match output::format(matches) {
        Format::Text => output::line(&reference),
        format => output::value(
            &json!({
                "image": reference,
                "architecture": image.architecture().as_str(),
                "size": image.size(),
                "sent": pushed.sent,
                "requests": pushed.requests,
            }),
            format,
        ),
    }
    Ok(ExitCode::SUCCESS)
}
