//! `package`: the program as an image in the registry.

use std::process::ExitCode;

use clap::ArgMatches;
use serde_json::json;

use super::{block_on, or_stopped, packaged, push, to_package};
use crate::command_line::output::{self, Format};
use crate::error::Result;
use crate::settings::Settings;

/// `package`.
pub(super) fn package(settings: &Settings, matches: &ArgMatches) -> Result<ExitCode> {
    let (executable, repositories) = to_package(settings, matches)?;
    let (image, pushed) = block_on(or_stopped(async {
        let image = packaged(executable, &repositories).await?;
        let pushed = push(&image, &repositories).await?;
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
