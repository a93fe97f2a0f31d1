//! What a cluster forgets of a document before it looks at it: fields behind feature gates that are off.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::check::cx::Cx;
use crate::schema::{Shape, Type};
use crate::tree::{Entry, Node, Value, entry};

/// A canonical tree without what is forgotten (`dropDisabledFields`), for the rules to read.
pub(in crate::check) fn kept<'t>(tree: &'t Node, cx: &Cx) -> Cow<'t, Node> {
    if cx.forgets { Cow::Owned(node(tree, cx.options.root.shape(), cx)) } else { Cow::Borrowed(tree) }
}

fn node(tree: &Node, shape: &Shape, cx: &Cx) -> Node {
    let value = match (&tree.value, shape) {
        (Value::Map(entries), Shape::Object(of)) => Value::Map(object(entries, of, cx)),
        (Value::List(items), Shape::List(of)) => {
            Value::List(items.iter().map(|item| node(item, of, cx)).collect())
        }
        (value, _) => value.clone(),
    };
    Node { span: tree.span, value, attributes: tree.attributes.clone() }
}

fn object(entries: &[Entry], of: &Type, cx: &Cx) -> Vec<Entry> {
    let keep = |entry: &Entry| {
        let field = of.field_by_json(&entry.key.name)?;
        cx.is_on(field.gate)
            .then(|| Entry { key: entry.key.clone(), value: node(&entry.value, &field.shape, cx) })
    };
    let mut kept: Vec<Entry> = entries.iter().filter_map(keep).collect();
    kept.retain(|entry| entry.key.name != "lifecycle" || !is_emptied(entries, &entry.value));
    if of.name == "PodSpec" && !cx.is_on("ImageVolume") {
        images(entries, &mut kept);
    }
    kept
}

/// Whether all of a container's hooks were forgotten, which goes with them (`dropContainerStopSignals`).
fn is_emptied(written: &[Entry], hooks: &Node) -> bool {
    let is_empty = |node: &Node| matches!(&node.value, Value::Map(entries) if entries.is_empty());
    is_empty(hooks) && written.iter().any(|entry| entry.key.name == "lifecycle" && !is_empty(&entry.value))
}

/// A volume of an image goes as a whole, and its mounts with it (`dropImageVolumes`).
fn images(written: &[Entry], kept: &mut [Entry]) {
    let volumes = list(written, "volumes");
    let names: HashSet<&str> = volumes.iter().filter(|volume| is_image(volume)).filter_map(name).collect();
    for entry in kept {
        match (entry.key.name.as_str(), &mut entry.value.value) {
            ("volumes", Value::List(kept)) => {
                let mut written = volumes.iter();
                kept.retain(|_| !written.next().is_some_and(is_image));
            }
            ("containers" | "initContainers", Value::List(containers)) => {
                for container in containers {
                    without_mounts(container, &names);
                }
            }
            _ => {}
        }
    }
}

fn is_image(volume: &Node) -> bool {
    volume.entry("image").is_some()
}

fn without_mounts(container: &mut Node, volumes: &HashSet<&str>) {
    let Value::Map(fields) = &mut container.value else { return };
    for entry in fields.iter_mut().filter(|entry| entry.key.name == "volumeMounts") {
        if let Value::List(mounts) = &mut entry.value.value {
            mounts.retain(|mount| name(mount).is_none_or(|name| !volumes.contains(name)));
        }
    }
}

fn list<'t>(entries: &'t [Entry], json: &str) -> &'t [Node] {
    match entry(entries, json).map(|entry| &entry.value.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

fn name(object: &Node) -> Option<&str> {
    match &object.entry("name")?.value.value {
        Value::String(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong_at, wrong_pod};

    fn pod(volume: &str) -> String {
        format!(
            r#"{{ pod_spec: {{ containers: [{{ name: "primary", volume_mounts: [{{ name: "v", mount_path: "/v", bind_mount_options: ["x"] }}] }}],
                volumes: [{{ name: "v", {volume} }}] }} }}"#
        )
    }

    #[test]
    fn what_the_cluster_forgets_is_not_looked_at() {
        let bundle = pod(
            r#"projected: { sources: [{ cluster_trust_bundle: { path: "/a" }, secret: { name: "s" } }] }"#,
        );
        assert_eq!(wrong_at(36, &bundle.replace(r#", bind_mount_options: ["x"]"#, "")), Vec::<String>::new());
        assert!(wrong_at(37, &bundle).iter().any(|found| found.starts_with("one_of")));
        assert_eq!(wrong_at(37, &pod("empty_dir: { mode: -1 }")), Vec::<String>::new());
    }

    #[test]
    fn hooks_of_which_all_are_forgotten_go_with_them_and_no_hooks_stay() {
        let hooks = |of_first: &str, of_second: &str| {
            let init = |name: &str, hooks: &str| {
                format!(r#"{{ name: "{name}", image: "a", lifecycle: {{ {hooks} }} }}"#)
            };
            let (first, second) = (init("first", of_first), init("second", of_second));
            wrong_pod(&format!(
                r#"{{ spec: {{ initContainers: [{first}, {second}], containers: [{{ name: "a", image: "a" }}] }} }}"#
            ))
        };
        let signal = r#"stopSignal: "SIGTERM""#;
        assert_eq!(hooks(signal, signal), Vec::<String>::new());
        let said = hooks(signal, "");
        assert_eq!(said, ["init_container_field at lifecycle in spec.initContainers[1].lifecycle"]);
    }

    #[test]
    fn a_volume_of_an_image_is_forgotten_with_its_mounts() {
        let image = pod("image: {}").replace(r#", bind_mount_options: ["x"]"#, "");
        assert_eq!(wrong_at(34, &image), Vec::<String>::new());
        assert_eq!(wrong_at(35, &image), ["required at { in spec.volumes[0].image.reference"]);
    }
}
