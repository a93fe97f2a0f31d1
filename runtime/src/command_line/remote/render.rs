//! `render`: what a run would send, and where each value that is not the template's comes from.

use std::collections::HashMap;
use std::process::ExitCode;

use clap::ArgMatches;
use podwright_launch::job::{self, Built};
use serde_json::Value;

use super::prepare::{name as run_name, travelling};
use super::program::Program;
use crate::catalog::Catalog;
use crate::command_line::output::{self, Format};
use crate::command_line::{run, yaml};
use crate::context::Request;
use crate::error::Result;
use crate::image::Source;
use crate::settings::Settings;
use crate::submit::image::{self, Repositories};
use crate::submit::outcome;
use crate::submit::plan::{self, Caller, Plan};
use crate::submit::travel::ImageRef;
use crate::task::TaskDef;

/// `render TASK`.
pub(in crate::command_line) fn render(
    catalog: &Catalog,
    task: &'static TaskDef,
    matches: &ArgMatches,
) -> Result<ExitCode> {
    let settings = Settings::read(matches)?;
    let request = run::request(task, matches)?;
    let program = Program::of(&settings, matches)?;
    let name = image::program(program.file())?;
    // Rendering sends nothing, so that it needs no registry: the image is named as it would be, without its digest.
    let registry = settings.registry.as_deref().unwrap_or("registry.invalid");
    let repositories = Repositories::new(Some(registry), settings.cluster_registry.as_deref(), &name)?;
    let mut travelling = travelling(catalog, &settings);
    travelling.program = ImageRef::draft(&repositories, program.architectures()?);
    let run = run_name(matches)?.unwrap_or_else(|| format!("{}-render", task.name.replace('_', "-")));
    let caller = Caller::command_line(run);
    let plan = plan::plan(&request, &caller, &travelling, settings.kubernetes)?;
    let namespace = settings.namespace.as_deref().unwrap_or("default");
    let built = job::build(&plan.action, namespace).map_err(outcome::of_build)?;
    print(&plan, &built, &image_from(&request), output::format(matches));
    Ok(ExitCode::SUCCESS)
}

/// Where the image comes from, in words.
fn image_from(request: &Request) -> String {
    match (&request.overrides.image, request.task.env.image.source) {
        (Some(_), _) => "the command line: `--image`, or PODWRIGHT_IMAGE".to_owned(),
        (None, Source::Prebuilt(_)) => format!("environment `{}`", request.task.env.name),
        (None, Source::Program { .. }) => "this program, packaged; by digest when it is pushed".to_owned(),
    }
}

fn print(plan: &Plan, built: &Built, image: &str, format: Format) {
    if format == Format::Json {
        let objects: Vec<_> = built.config_map.iter().chain([&built.job]).cloned().collect();
        output::value(&Value::Array(objects), format);
        return;
    }
    let comments = comments(plan, built, image);
    output::line(yaml::write(&built.job, &|path| comments.get(path).cloned()).trim_end());
    if let Some(config_map) = &built.config_map {
        output::line("---");
        output::line(yaml::write(config_map, &|_| None).trim_end());
    }
    unrestricted(built);
}

/// Says, in comments, what keeps the pod from the strictest Pod Security Standard.
fn unrestricted(built: &Built) {
    if built.unrestricted.is_empty() {
        return;
    }
    output::line("# not within the Pod Security Standard `restricted`, which wants");
    for field in &built.unrestricted {
        output::line(&format!("#   {}: {}", field.path, field.wants));
    }
}

/// What is said behind a line, by the line's path.
fn comments(plan: &Plan, built: &Built, image: &str) -> HashMap<String, String> {
    let containers =
        built.job["spec"]["template"]["spec"]["containers"].as_array().cloned().unwrap_or_default();
    let at = containers.iter().position(|container| container["name"] == *built.primary).unwrap_or_default();
    let primary = format!("spec.template.spec.containers[{at}]");
    let mut comments: HashMap<_, _> =
        built.added.iter().map(|added| (added.path.clone(), format!("podwright: {}", added.why))).collect();
    for origin in &plan.origins {
        let path = resolved(&containers[at], &origin.path);
        comments.insert(format!("{primary}.{path}"), origin.from.clone());
    }
    comments.insert(format!("{primary}.image"), image.to_owned());
    comments
}

/// `env[NAME]` and `volumeMounts[PATH]` as the paths of their lines.
fn resolved(primary: &Value, path: &str) -> String {
    let Some((list, key)) = path.strip_suffix(']').and_then(|path| path.split_once('[')) else {
        return path.to_owned();
    };
    let field = if list == "env" { "name" } else { "mountPath" };
    let items = primary[list].as_array().map(Vec::as_slice).unwrap_or_default();
    let at = items.iter().position(|item| item[field] == *key).unwrap_or_default();
    format!("{list}[{at}].name")
}
