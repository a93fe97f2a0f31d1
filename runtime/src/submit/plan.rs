//! From a call to an action that the launcher can send.

use std::collections::BTreeMap;
use std::time::Duration;

use podwright_launch::{Action, Parent, Pod};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::check;
use super::fill::{Filled, Sources};
use super::merge::{self, Merged, Origin};
use super::travel::{ImageRef, Travelling};
use crate::context::Request;
use crate::environment::{TaskEnvironment, Template};
use crate::error::Result;

/// Who makes a call.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The run.
    pub(crate) run: String,
    /// The name of the action that the call becomes: the run's for its root.
    pub(crate) name: String,
    /// The action that makes the call; `None` for the root of a run.
    pub(crate) parent: Option<Parent>,
    /// Who the overrides of a call are from, in words.
    pub(crate) overrider: &'static str,
}

impl Caller {
    /// Whoever types a command that starts this run.
    pub(crate) fn command_line(run: String) -> Self {
        Self { name: run.clone(), run, parent: None, overrider: "the command line" }
    }
}

/// An action, and what a person may want to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) action: Action,
    pub(crate) origins: Vec<Origin>,
}

/// What the program in the pod needs of this action beside its input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) run: Travelling,
    /// Where the primary mounts each volume.
    pub(crate) mounts: BTreeMap<String, Vec<String>>,
}

/// Merges, checks for this minor version of Kubernetes, and puts the image in.
pub(crate) fn plan(
    request: &Request,
    caller: &Caller,
    travelling: &Travelling,
    kubernetes: Option<u8>,
) -> Result<Plan> {
    with_image(merged(request, caller, travelling, kubernetes)?, request, caller, travelling)
}

/// Merges and checks, for this minor version of Kubernetes: all that can be said before there is an image.
pub(crate) fn merged(
    request: &Request,
    caller: &Caller,
    travelling: &Travelling,
    kubernetes: Option<u8>,
) -> Result<Merged> {
    let environment = request.task.env;
    let filled = match request.overrides.template {
        Some(template) => Filled::template(*template)?,
        None => travelling.template(environment)?,
    };
    let merged = merge::merge(&filled, environment, &request.overrides, caller.overrider)?;
    check::check(&merged, &sources(environment, filled.sources), kubernetes)?;
    Ok(merged)
}

/// Puts the image into what was merged.
pub(crate) fn with_image(
    mut merged: Merged,
    request: &Request,
    caller: &Caller,
    travelling: &Travelling,
) -> Result<Plan> {
    let task = request.task;
    let image = image(request, travelling);
    merged.primary()?.insert("image".into(), image.reference.clone().into());
    let settings = Settings { run: travelling.clone(), mounts: mounts(&mut merged)? };
    let action = Action {
        name: caller.name.clone(),
        run: caller.run.clone(),
        task: task.name.to_owned(),
        parent: caller.parent.clone(),
        retries: request.overrides.retries.or(task.retries).unwrap_or_default(),
        timeout: request.overrides.timeout.or(task.timeout()),
        start_timeout: Duration::from_secs(travelling.start_timeout),
        settings: serde_json::to_value(settings)?,
        input: request.input.clone(),
        pod: pod(&merged, image.architectures),
    };
    Ok(Plan { action, origins: merged.origins })
}

/// The image of a call. One that is given for it and for the whole run is the same: what it runs on was looked up.
fn image(request: &Request, travelling: &Travelling) -> ImageRef {
    match &request.overrides.image {
        Some(reference) if *reference != travelling.program.reference => {
            ImageRef { reference: reference.clone(), architectures: Vec::new() }
        }
        Some(_) => travelling.program.clone(),
        None => travelling.image(request.task.env),
    }
}

/// A template that travelled has lost its places; the environment's own still knows them.
fn sources(environment: &TaskEnvironment, sources: Sources) -> Sources {
    match (&sources.template, environment.template) {
        (None, Template::Fixed(template)) => Sources::of(*template),
        _ => sources,
    }
}

fn mounts(merged: &mut Merged) -> Result<BTreeMap<String, Vec<String>>> {
    let mut mounts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let list = merged.primary()?.get("volumeMounts").and_then(Value::as_array).cloned().unwrap_or_default();
    for mount in &list {
        if let (Some(name), Some(path)) = (mount["name"].as_str(), mount["mountPath"].as_str()) {
            mounts.entry(name.to_owned()).or_default().push(path.to_owned());
        }
    }
    Ok(mounts)
}

fn pod(merged: &Merged, architectures: Vec<String>) -> Pod {
    Pod {
        labels: pairs(&merged.json["labels"]),
        annotations: pairs(&merged.json["annotations"]),
        spec: merged.json["podSpec"].clone(),
        primary: merged.primary_name().to_owned(),
        ordinary: merged.ordinary.clone(),
        architectures,
    }
}

fn pairs(map: &Value) -> Vec<(String, String)> {
    let none = Map::new();
    let map = map.as_object().unwrap_or(&none);
    map.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}
