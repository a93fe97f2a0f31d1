//! The canonical tree seen as a pod: containers, volumes, the primary; what the rules and the index read.
//!
//! A value that is a hole or was refused is neither there nor absent: [`At::text`] and its like give nothing for it, and
//! whoever asks what is missing asks [`At::is_unknown`] first.

use std::collections::HashSet;

use crate::path::{Path, Steps};
use crate::schema::Root;
use crate::tree::{HoleId, Key, Node, SpanId, Value};

/// The primary container's name where the template gives none.
pub const DEFAULT_PRIMARY: &str = "primary";

/// A node of the canonical tree, with its path as the API server writes it.
///
/// What walks the tree is not inlined: hundreds of places call it, and it would be half of what the checks add to a program.
#[derive(Clone, Copy)]
pub(crate) struct At<'t> {
    pub(crate) node: &'t Node,
    pub(crate) path: Path<'t>,
    /// The field's name where it is one, else the node.
    pub(crate) name_span: SpanId,
}

impl<'t> At<'t> {
    /// The head of a template.
    pub(crate) fn root(node: &'t Node, steps: &'t Steps<'t>) -> At<'t> {
        At { node, path: Path::root(steps), name_span: node.span }
    }

    /// The field of this JSON name, `None` where it is absent.
    #[inline(never)]
    pub(crate) fn get(&self, json: &str) -> Option<At<'t>> {
        let entry = self.node.entry(json)?;
        Some(At { node: &entry.value, path: self.path.field(&entry.key.name), name_span: entry.key.span })
    }

    /// The path of a field, whether it is there or not.
    pub(crate) fn path_of(&self, json: &'t str) -> Path<'t> {
        self.path.field(json)
    }

    /// The items of the list in this field; none where it is absent or unknown.
    #[inline(never)]
    pub(crate) fn list(&self, json: &str) -> Vec<At<'t>> {
        self.get(json).map_or_else(Vec::new, |list| list.items())
    }

    /// The items of a list; none where it is unknown.
    #[inline(never)]
    pub(crate) fn items(&self) -> Vec<At<'t>> {
        let Value::List(items) = &self.node.value else {
            return Vec::new();
        };
        let item =
            |(index, node): (usize, &'t Node)| At { node, path: self.path.item(index), name_span: node.span };
        items.iter().enumerate().map(item).collect()
    }

    /// The entries of the map in this field; none where it is absent or unknown.
    #[inline(never)]
    pub(crate) fn map(&self, json: &str) -> Vec<(&'t Key, At<'t>)> {
        self.get(json).map_or_else(Vec::new, |map| map.entries())
    }

    /// The entries of a map; none where it is unknown.
    #[inline(never)]
    pub(crate) fn entries(&self) -> Vec<(&'t Key, At<'t>)> {
        let Value::Map(entries) = &self.node.value else {
            return Vec::new();
        };
        let entry = |entry: &'t crate::tree::Entry| {
            let path = self.path.key(&entry.key.name);
            (&entry.key, At { node: &entry.value, path, name_span: entry.key.span })
        };
        entries.iter().map(entry).collect()
    }

    /// The text of a string that is known.
    pub(crate) fn text(&self) -> Option<&'t str> {
        match &self.node.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of the string in this field: nothing where it is absent, empty or unknown.
    #[inline(never)]
    pub(crate) fn text_of(&self, json: &str) -> Option<&'t str> {
        self.get(json)?.text().filter(|text| !text.is_empty())
    }

    /// An integer that is known.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self.node.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// Whether the value is a hole or was refused.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.node.value, Value::Hole(_) | Value::Broken)
    }

    /// Whether the field is absent, or has the empty string that Kubernetes takes for an absent one.
    #[inline(never)]
    pub(crate) fn lacks(&self, json: &str) -> bool {
        self.get(json).is_none_or(|value| value.text() == Some(""))
    }

    /// Whether it is the boolean.
    pub(crate) fn is(&self, boolean: bool) -> bool {
        self.node.value == Value::Bool(boolean)
    }

    pub(crate) fn span(&self) -> SpanId {
        self.node.span
    }

    pub(crate) fn hole(&self) -> Option<HoleId> {
        match self.node.value {
            Value::Hole(hole) => Some(hole),
            _ => None,
        }
    }
}

/// What a container is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It runs the task.
    Primary,
    /// It runs beside the primary, or no container is to be one.
    Sidecar,
    /// It runs before them.
    Init,
}

/// A container of the pod.
pub(crate) struct Container<'t> {
    pub(crate) at: At<'t>,
    pub(crate) role: Role,
}

impl<'t> Container<'t> {
    /// The name, where it is known.
    pub(crate) fn name(&self) -> Option<&'t str> {
        self.at.text_of("name")
    }

    /// The attribute of this name.
    pub(crate) fn has_attribute(&self, name: &str) -> bool {
        self.at.node.attributes.iter().any(|attribute| attribute.name.name == name)
    }
}

/// A document and the parts of it that many rules look at.
pub(crate) struct Pod<'t> {
    /// What the document is.
    pub(crate) root: Root,
    /// The whole document.
    pub(crate) object: At<'t>,
    /// The pod's labels. In a template, the API server's path to them has no `metadata`.
    pub(crate) labels: Option<At<'t>>,
    /// The pod's annotations, with a path like that of the labels.
    pub(crate) annotations: Option<At<'t>>,
    /// The pod's spec, where there is one.
    pub(crate) spec: Option<At<'t>>,
    /// The containers: first those of `initContainers`, then those of `containers`.
    pub(crate) containers: Vec<Container<'t>>,
    /// The primary container's name, where one of the containers is to be the primary.
    pub(crate) primary_name: Option<&'t str>,
    primary: Option<usize>,
}

impl<'t> Pod<'t> {
    /// The pod in a canonical tree. Podwright's own template names its primary container itself, of other documents it is
    /// the container called `primary`.
    pub(crate) fn new(
        document: &'t Node,
        steps: &'t Steps<'t>,
        root: Root,
        primary: Option<&'t str>,
    ) -> Pod<'t> {
        let object = At::root(document, steps);
        let mut template = Some(object);
        for field in root.way() {
            template = template.and_then(|at| at.get(field));
        }
        let [labels, annotations] =
            ["labels", "annotations"].map(|field| metadata_field(root, template.as_ref(), field));
        let (spec, primary_name) = match root {
            Root::Template => (
                object.get("podSpec"),
                Some(object.text_of("primaryContainerName").unwrap_or(DEFAULT_PRIMARY)),
            ),
            _ => (template.and_then(|template| template.get("spec")), primary),
        };
        let containers = spec.as_ref().map_or_else(Vec::new, |spec| containers(spec, primary_name));
        let primary = containers.iter().position(|container| container.role == Role::Primary);
        Pod { root, object, labels, annotations, spec, containers, primary_name, primary }
    }

    /// Whether the pod is sent as it is; otherwise it is the template of pods.
    pub(crate) fn is_pod(&self) -> bool {
        self.root == Root::Pod
    }

    /// The pod's own name, where it is given.
    pub(crate) fn own_name(&self) -> Option<&'t str> {
        if self.is_pod() { self.object.get("metadata")?.text_of("name") } else { None }
    }

    /// The path of an annotation in what the API server warns of; in what it refuses of a template, there is no `metadata`.
    pub(crate) fn warned_annotation(&self, key: &str) -> String {
        let path = self.annotations.map_or_else(|| "annotations".to_owned(), |map| map.path.into());
        let way = path.trim_end_matches("annotations");
        match self.root {
            Root::Pod | Root::Template => format!("{path}[{key}]"),
            _ => format!("{way}metadata.annotations[{key}]"),
        }
    }

    /// The primary container, where the document has it.
    pub(crate) fn primary(&self) -> Option<&Container<'t>> {
        self.primary.map(|at| &self.containers[at])
    }

    /// The value of a field of the pod's spec.
    pub(crate) fn field(&self, json: &str) -> Option<At<'t>> {
        self.spec.as_ref()?.get(json)
    }

    /// The items of a list of the pod's spec.
    pub(crate) fn list(&self, json: &str) -> Vec<At<'t>> {
        self.spec.as_ref().map_or_else(Vec::new, |spec| spec.list(json))
    }

    /// Whether it says that it is for Windows.
    pub(crate) fn is_for_windows(&self) -> bool {
        self.field("os").is_some_and(|os| os.text_of("name") == Some("windows"))
    }

    /// The names of all containers, where they are known.
    pub(crate) fn container_names(&self) -> Option<HashSet<&'t str>> {
        (self.knows_names_of("containers") && self.knows_names_of("initContainers"))
            .then(|| self.containers.iter().filter_map(Container::name).collect())
    }

    /// The names of a StatefulSet's claims, which are volumes of its pods.
    pub(crate) fn claim_templates(&self) -> Vec<&'t str> {
        if self.root != Root::StatefulSet {
            return Vec::new();
        }
        let claims = self.object.get("spec").map_or_else(Vec::new, |spec| spec.list("volumeClaimTemplates"));
        claims.iter().filter_map(|claim| claim.get("metadata")?.text_of("name")).collect()
    }

    /// Whether the names in a list of the pod's spec are all known.
    pub(crate) fn knows_names_of(&self, json: &str) -> bool {
        let Some(spec) = &self.spec else { return true };
        !spec.is_unknown()
            && spec.get(json).is_none_or(|list| !list.is_unknown())
            && spec
                .list(json)
                .iter()
                .all(|item| !item.is_unknown() && item.get("name").is_none_or(|name| !name.is_unknown()))
    }
}

fn containers<'t>(spec: &At<'t>, primary: Option<&str>) -> Vec<Container<'t>> {
    let mut containers: Vec<Container<'t>> =
        spec.list("initContainers").into_iter().map(|at| Container { at, role: Role::Init }).collect();
    for at in spec.list("containers") {
        let is_primary = primary.is_some_and(|primary| at.text_of("name") == Some(primary));
        containers.push(Container { at, role: if is_primary { Role::Primary } else { Role::Sidecar } });
    }
    containers
}

fn metadata_field<'t>(root: Root, template: Option<&At<'t>>, field: &'t str) -> Option<At<'t>> {
    let template = template?;
    if root == Root::Template {
        return template.get(field);
    }
    let at = template.get("metadata")?.get(field)?;
    let path = if root == Root::Pod { at.path } else { template.path_of(field) };
    Some(At { path, ..at })
}
