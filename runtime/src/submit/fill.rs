//! Fills the holes of a template, once, where the run is submitted.

use std::panic;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::environment::TaskEnvironment;
use crate::error::{Error, Kind, Result};
use crate::execute::panic_text;
use crate::template::{Hole, Place, PodTemplate};

/// A template with every hole filled: what travels with a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Filled {
    /// `primaryContainerName`, `labels`, `annotations`, `podSpec`.
    pub(crate) json: Value,
    /// The sidecars marked `#[ordinary]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) ordinary: Vec<String>,
    /// Where it was written, and its holes: JSON pointer and place.
    #[serde(skip)]
    pub(crate) sources: Sources,
}

/// Where the values of a template were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sources {
    pub(crate) template: Option<String>,
    pub(crate) holes: Vec<(String, String)>,
}

impl Sources {
    /// Where this template and its holes stand.
    pub(crate) fn of(template: PodTemplate) -> Self {
        let holes = template.parts.holes.iter();
        Self {
            template: Some(written(template.parts.origin)),
            holes: holes.map(|hole| (hole.pointer.to_owned(), written(hole.place))).collect(),
        }
    }
}

impl Filled {
    /// The template of this environment; a choice is made now.
    pub(crate) fn of(environment: &TaskEnvironment) -> Result<Self> {
        environment.template.now().map_or_else(|| Ok(Self::implied()), |template| Self::template(*template))
    }

    fn implied() -> Self {
        let json =
            json!({"primaryContainerName": "primary", "podSpec": {"containers": [{"name": "primary"}]}});
        Self { json, ordinary: Vec::new(), sources: Sources::default() }
    }

    /// This template, its expressions computed now.
    pub(crate) fn template(template: PodTemplate) -> Result<Self> {
        let parts = template.parts;
        let mut json: Value = serde_json::from_str(parts.json).expect("the macro writes JSON");
        for hole in parts.holes {
            let value = fill(hole)?;
            *json.pointer_mut(hole.pointer).expect("a hole's pointer is made from the same template") = value;
        }
        let name = parts.index.primary;
        let object = json.as_object_mut().expect("a template is an object");
        object.entry("primaryContainerName").or_insert_with(|| name.into());
        object.entry("podSpec").or_insert_with(|| json!({"containers": [{"name": name}]}));
        Ok(Self {
            json,
            ordinary: parts.index.ordinary.iter().map(ToString::to_string).collect(),
            sources: Sources::of(template),
        })
    }
}

/// A place as compilers write it.
pub(crate) fn written(place: Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn fill(hole: &Hole) -> Result<Value> {
    panic::catch_unwind(hole.fill).map_err(|payload| {
        let said = panic_text(payload.as_ref());
        Error::new(
            Kind::Usage,
            format!("{}: this expression of the pod template panicked: {said}", written(hole.place)),
        )
    })
}
