//! `package`: the program as images in the registry, or as a file or folder without one.

use std::future::{Ready, ready};
use std::path::Path;
use std::process::ExitCode;

use clap::ArgMatches;
use podwright_image::{Executable, Pushed, Sbom};
use serde_json::{Value, json};

use super::destination::Destination;
use super::packaging::{self, Of, Packaged, images, labels};
use super::program::Program;
use super::progress::bytes;
use super::{block_on, or_stopped};
use crate::catalog::Catalog;
use crate::command_line::output::{self, Format};
use crate::error::{Error, Kind, Result};
use crate::progress::say;
use crate::settings::Settings;
use crate::submit::image;
use crate::submit::recipe::recipes;

/// `package`.
pub(in crate::command_line) fn package(catalog: &Catalog, matches: &ArgMatches) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    if let Some(place) = output::place(matches) {
        return write(catalog, &settings, matches, &Destination::of(place)?);
    }
    let program = Program::of(&settings, matches)?;
    let (packaged, pushed) = block_on(or_stopped(async {
        let packaged = packaging::package(catalog, &settings, matches, &program, no_nodes()).await?;
        let pushed = packaged.push().await?;
        attach(&packaged).await?;
        Ok((packaged, pushed))
    }))?;
    let described = packaged.images.iter().zip(&pushed).map(|(of, pushed)| described(&packaged, of, pushed));
    let described = described.collect::<Vec<_>>();
    match (output::format(matches), described.as_slice()) {
        (Format::Text, [only]) => output::line(only["image"].as_str().unwrap_or_default()),
        (Format::Text, all) => {
            for (one, of) in all.iter().zip(&packaged.images) {
                let reference = one["image"].as_str().unwrap_or_default();
                output::line(&format!("{reference}  {}", of.environments.join(", ")));
            }
        }
        (format, [only]) => output::value(only, format),
        (format, all) => output::value(&json!(all), format),
    }
    Ok(ExitCode::SUCCESS)
}

fn described(packaged: &Packaged, of: &Of, pushed: &Pushed) -> Value {
    let image = packaged.repositories.for_nodes(&of.images);
    json!({
        "image": image.reference,
        "environments": of.environments,
        "architectures": image.architectures,
        "size": of.size(),
        "sent": pushed.sent,
        "requests": pushed.requests,
    })
}

/// Packaging asks no cluster.
fn no_nodes() -> Ready<Vec<String>> {
    ready(Vec::new())
}

/// Writes the image of one environment to `place`.
fn write(
    catalog: &Catalog,
    settings: &Settings,
    matches: &ArgMatches,
    place: &Destination,
) -> Result<ExitCode> {
    let mut recipes = recipes(catalog);
    if let Some(wanted) = matches.get_one::<String>("env") {
        recipes.retain(|(_, names)| names.contains(&wanted.as_str()));
    }
    let names = recipes.iter().flat_map(|(_, names)| names).copied().collect::<Vec<_>>().join("`, `");
    let [_] = recipes.as_slice() else {
        let help = format!("name one of `{names}` with `--env`");
        return Err(Error::new(Kind::Usage, "one image goes elsewhere than into a registry").with_help(help));
    };
    let compression = settings.compression.unwrap_or(place.compression());
    let program = Program::of(settings, matches)?;
    if let Program::Built(targets) = &program
        && targets.len() > 1
    {
        return Err(Error::new(Kind::Usage, "an image for several targets goes into a registry alone")
            .with_help("write one for each: name one `--target`"));
    }
    let name = place.name(&format!("{}:latest", image::repository(&image::program(program.file())?)));
    let images = block_on(or_stopped(async {
        let executables = program.executables(settings, no_nodes()).await?;
        let labels = labels(catalog, matches);
        let mut images = images(&executables, recipes, &labels, compression, &settings.connect).await?;
        for one in images.iter_mut().flat_map(|of| &mut of.images) {
            image::download_base(one).await?;
        }
        Ok(images)
    }))?;
    for image in images.iter().flat_map(|of| &of.images) {
        place.write(image, &name)?;
        say(&format!("wrote {name} ({}) to {place}", bytes(image.size())));
        output::line(image.digest().as_str());
    }
    Ok(ExitCode::SUCCESS)
}

/// What the program is built of: as `cargo auditable` wrote it down, else as the lock file of the package that cargo runs has it.
fn sbom(executable: &Executable) -> Result<Option<Sbom>> {
    let wrong = |error| Error::new(Kind::Usage, error);
    if let Some(sbom) = Sbom::of_program(executable).map_err(wrong)? {
        return Ok(Some(sbom));
    }
    let variable = |name| std::env::var(name).ok();
    let (Some(folder), Some(package)) = (variable("CARGO_MANIFEST_DIR"), variable("CARGO_PKG_NAME")) else {
        return Ok(None);
    };
    let lock = Path::new(&folder)
        .ancestors()
        .find_map(|folder| std::fs::read_to_string(folder.join("Cargo.lock")).ok());
    lock.map(|lock| Sbom::of_lock(&lock, &package).map_err(wrong)).transpose()
}

async fn attach(packaged: &Packaged) -> Result<()> {
    for (at, executable) in packaged.executables.iter().enumerate() {
        let Some(sbom) = sbom(executable)? else { continue };
        let images = packaged.images.iter().filter_map(|of| of.images.get(at));
        let is_taken = image::attach(images, &packaged.repositories, &sbom, &packaged.connect).await?;
        say(&if is_taken {
            format!("a list of the {} crates it is built of is beside it", sbom.len())
        } else {
            "the registry takes images alone: no list of crates is beside this one".to_owned()
        });
    }
    Ok(())
}
