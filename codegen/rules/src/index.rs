//! What is looked up in a template by name, as plain data: what `mount!`, `port!` and the environment's builders read.

use crate::pod::{At, Container, Pod};
use crate::tree::{HoleId, Node, Value};

/// The names of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The primary container's name.
    pub primary: String,
    /// Every container's name: of `initContainers`, then of `containers`; the primary alone where there is no `pod_spec`.
    pub containers: Vec<Name>,
    /// The sidecars marked `#[ordinary]`.
    pub ordinary: Vec<Name>,
    /// What the primary container mounts.
    pub mounts: Vec<Mount>,
    /// The named ports of all containers.
    pub ports: Vec<Port>,
    /// The primary's environment: the name, and the value where it is a literal.
    pub env: Vec<(Name, Option<String>)>,
    /// The primary's resources.
    pub resources: Vec<Resource>,
}

/// A name that is looked up: the front end has a hole's expression, which has to be a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// As it was written.
    Literal(String),
    /// A constant expression that gives a `&'static str`.
    Hole(HoleId),
}

/// A number that is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// As it was written.
    Literal(u16),
    /// A constant expression that gives an `i32`.
    Hole(HoleId),
}

/// A volume's mount in the primary container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The volume's name.
    pub volume: Name,
    /// Where it is mounted.
    pub path: Name,
}

/// A named port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The container's name.
    pub container: Name,
    /// The port's name.
    pub name: Name,
    /// The port.
    pub number: Number,
}

/// A resource of the primary container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Whether it is a request or a limit.
    pub bound: Bound,
    /// The resource: `cpu`.
    pub name: String,
    /// The quantity where it is a literal.
    pub quantity: Option<String>,
}

/// The two bounds of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `requests`.
    Request,
    /// `limits`.
    Limit,
}

/// The index of a canonical tree; what was refused is left out.
pub fn index(template: &Node) -> Index {
    let pod = Pod::new(template);
    let names = |containers: &mut dyn Iterator<Item = &Container<'_>>| -> Vec<Name> {
        containers.filter_map(|container| name(&container.at, "name")).collect()
    };
    let containers = match pod.spec {
        Some(_) => names(&mut pod.containers.iter()),
        None => vec![Name::Literal(pod.primary_name.to_owned())],
    };
    let primary = pod.primary().map(|container| &container.at);
    Index {
        primary: pod.primary_name.to_owned(),
        containers,
        ordinary: names(&mut pod.containers.iter().filter(|container| container.has_attribute("ordinary"))),
        mounts: primary.map_or_else(Vec::new, mounts),
        ports: pod.containers.iter().flat_map(|container| ports(&container.at)).collect(),
        env: primary.map_or_else(Vec::new, env),
        resources: primary.map_or_else(Vec::new, resources),
    }
}

fn mounts(primary: &At<'_>) -> Vec<Mount> {
    let mount = |at: &At<'_>| Some(Mount { volume: name(at, "name")?, path: name(at, "mountPath")? });
    primary.list("volumeMounts").iter().filter_map(mount).collect()
}

fn ports(container: &At<'_>) -> Vec<Port> {
    let port = |at: &At<'_>| {
        let number = at.get("containerPort")?;
        let number = match number.hole() {
            Some(hole) => Number::Hole(hole),
            None => Number::Literal(u16::try_from(number.integer()?).ok()?),
        };
        Some(Port { container: name(container, "name")?, name: name(at, "name")?, number })
    };
    container.list("ports").iter().filter_map(port).collect()
}

fn env(primary: &At<'_>) -> Vec<(Name, Option<String>)> {
    let value = |at: &At<'_>| match (at.get("value"), at.get("valueFrom")) {
        (None, None) => Some(String::new()),
        (value, _) => value?.text().map(str::to_owned),
    };
    primary.list("env").iter().filter_map(|at| Some((name(at, "name")?, value(at)))).collect()
}

fn resources(primary: &At<'_>) -> Vec<Resource> {
    let Some(resources) = primary.get("resources") else {
        return Vec::new();
    };
    let all = [(Bound::Request, "requests"), (Bound::Limit, "limits")].map(|(bound, list)| {
        resources.map(list).into_iter().map(move |(key, at)| Resource {
            bound,
            name: key.name.clone(),
            quantity: quantity(&at.node.value),
        })
    });
    all.into_iter().flatten().collect()
}

/// A quantity as it was written.
pub(crate) fn quantity(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        _ => None,
    }
}

fn name(at: &At<'_>, json: &str) -> Option<Name> {
    let value = at.get(json)?;
    match value.hole() {
        Some(hole) => Some(Name::Hole(hole)),
        None => value.text().filter(|text| !text.is_empty()).map(|text| Name::Literal(text.to_owned())),
    }
}
