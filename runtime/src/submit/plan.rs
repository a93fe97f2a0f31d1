//! From a call to an action that the launcher can send.

use std::collections::BTreeMap;
use std::time::Duration;

use podwright_launch::{Action, Parent, Pod, digest};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::fill::{Filled, Sources};
use super::merge::{self, Merged, Origin};
use super::travel::{ImageRef, Travelling};
use super::{check, fill};
use crate::context::Request;
use crate::environment::{TaskEnvironment, Template};
use crate::error::{Error, Kind, Result};
use crate::names;

/// Who makes a call.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// The run.
    pub(crate) run: String,
    /// The action that makes the call; `None` for the root of a run.
    pub(crate) parent: Option<Parent>,
    /// Who the overrides of a call are from, in words.
    pub(crate) overrider: &'static str,
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
        name: name(request, caller),
        run: caller.run.clone(),
        task: task.name.to_owned(),
        parent: caller.parent.clone(),
        retries: request.overrides.retries.or(task.retries).unwrap_or_default(),
        timeout: request.overrides.timeout.or(task.timeout()),
        start_timeout: Duration::from_secs(travelling.start_timeout),
        settings: serde_json::to_value(settings)?,
        input: request.input.to_string(),
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

/// The same name whenever the same call of the same run is made, so that making it twice is making it once.
fn name(request: &Request, caller: &Caller) -> String {
    const HASH: usize = 10;
    let Some(parent) = &caller.parent else { return caller.run.clone() };
    let overrides = &request.overrides;
    let call = json!([
        caller.run,
        parent.action,
        request.task.name,
        request.input,
        request.occurrence,
        overrides.retries,
        overrides.timeout.map(|timeout| timeout.as_millis().to_string()),
        overrides.resources,
        overrides.env,
        overrides.image,
        overrides.template.map(|template| fill::written(template.parts.origin)),
    ]);
    let hash = digest::hex(&call.to_string());
    // A Job's name is a label's value, and its pods' names add six characters.
    const ROOM: usize = 63 - 6 - 1 - HASH;
    let run = caller.run.get(..ROOM).unwrap_or(&caller.run).trim_end_matches('-');
    format!("{run}-{}", &hash[..HASH])
}

/// A name for a new run: the task's, so that a list of runs can be read, and what makes it another one.
pub(crate) fn new_run(task: &str) -> Result<String> {
    use ring::rand::{SecureRandom, SystemRandom};
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
    let mut random = [0; 6];
    SystemRandom::new()
        .fill(&mut random)
        .map_err(|_| Error::new(Kind::Infrastructure, "this system gives no random numbers"))?;
    let suffix: String =
        random.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    let task = names::dashed(task);
    let task = task.get(..40).unwrap_or(&task).trim_end_matches('-');
    Ok(if task.is_empty() { format!("run-{suffix}") } else { format!("{task}-{suffix}") })
}
