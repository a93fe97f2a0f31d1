//! What is looked up in a template by name, as plain data: what `mount!`, `port!` and the environment's builders read.

use crate::path::Steps;
use crate::pod::{At, Container, DEFAULT_PRIMARY, Pod};
use crate::schema::Root;
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
    let steps = Steps::new();
    let pod = Pod::new(template, &steps, Root::Template, None);
    let primary_name = pod.primary_name.unwrap_or(DEFAULT_PRIMARY);
    let names = |containers: &mut dyn Iterator<Item = &Container<'_>>| -> Vec<Name> {
        containers.filter_map(|container| name(&container.at, "name")).collect()
    };
    let containers = match pod.spec {
        Some(_) => names(&mut pod.containers.iter()),
        None => vec![Name::Literal(primary_name.to_owned())],
    };
    let primary = pod.primary().map(|container| &container.at);
    Index {
        primary: primary_name.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::{Bound, Mount, Name, Number, Port, Resource, index};
    use crate::check::notation::checked;
    use crate::tree::HoleId;

    fn literal(name: &str) -> Name {
        Name::Literal(name.to_owned())
    }

    #[test]
    fn the_names_of_a_template_are_listed() {
        let checked = checked(
            r#"{ primary_container_name: "main", pod_spec: {
                init_containers: [{ name: "setup", image: "a" }],
                containers: [
                    { name: "main", env: [{ name: "A", value: "1" }, { name: ?, value: ? }, { name: "C" }],
                      volume_mounts: [{ name: "data", mount_path: "/data" }, { name: ?, mount_path: "/more" }],
                      ports: [{ container_port: 1 }, { name: "http", container_port: 8080 }],
                      resources: { requests: { cpu: 1 }, limits: { cpu: "2", memory: ? } } },
                    #[ordinary] { name: "side", image: "a", ports: [{ name: "metrics", container_port: ? }] },
                ],
                volumes: [{ name: "data" }, { name: ? }],
            } }"#,
        );
        let index = index(&checked.template);
        assert_eq!(index.primary, "main");
        assert_eq!(index.containers, [literal("setup"), literal("main"), literal("side")]);
        assert_eq!(index.ordinary, [literal("side")]);
        assert_eq!(
            index.mounts,
            [
                Mount { volume: literal("data"), path: literal("/data") },
                Mount { volume: Name::Hole(HoleId(2)), path: literal("/more") },
            ]
        );
        assert_eq!(
            index.ports,
            [
                Port { container: literal("main"), name: literal("http"), number: Number::Literal(8080) },
                Port {
                    container: literal("side"),
                    name: literal("metrics"),
                    number: Number::Hole(HoleId(4))
                },
            ]
        );
        assert_eq!(
            index.env,
            [
                (literal("A"), Some("1".to_owned())),
                (Name::Hole(HoleId(0)), None),
                (literal("C"), Some(String::new())),
            ]
        );
        let resource = |bound, name: &str, quantity: Option<&str>| Resource {
            bound,
            name: name.to_owned(),
            quantity: quantity.map(str::to_owned),
        };
        assert_eq!(
            index.resources,
            [
                resource(Bound::Request, "cpu", Some("1")),
                resource(Bound::Limit, "cpu", Some("2")),
                resource(Bound::Limit, "memory", None),
            ]
        );
    }

    #[test]
    fn a_template_without_a_pod_spec_has_its_primary_alone() {
        let index = index(&checked(r#"{ labels: { "a": "b" } }"#).template);
        assert_eq!(index.containers, [literal("primary")]);
        assert!(index.mounts.is_empty());
    }
}
