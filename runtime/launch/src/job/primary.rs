//! What the primary container gets so that it runs the task and its end can be read.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Added, BuildError, input_name, labels};
use crate::action::Action;
use crate::wire::{self, Order};

const INPUT_VOLUME: &str = "podwright-input";
/// Linux takes 128 KiB in one variable, its name included.
const LARGEST_ORDER: usize = 127 << 10;
const TMP_VOLUME: &str = "podwright-tmp";

/// Puts the order, the means to report and the place of a large input into the primary container.
pub(super) fn prepare(
    spec: &mut Value,
    action: &Action,
    order: &Order,
    large: bool,
    added: &mut Vec<Added>,
) -> Result<(), BuildError> {
    let name = &action.pod.primary;
    let missing = || BuildError::NoPrimary(name.clone());
    let containers = spec["containers"].as_array_mut().ok_or_else(missing)?;
    let at = containers.iter().position(|container| container["name"] == **name).ok_or_else(missing)?;
    let primary = containers[at].as_object_mut().ok_or_else(missing)?;
    check(primary)?;
    let note = |field: &str, why| Added { path: format!("spec.template.spec.containers[{at}].{field}"), why };
    list(primary, "env").extend(environment(order)?);
    added.push(note("env", "the order to run the task, the input, and the names the pod has"));
    if !primary.contains_key("terminationMessagePolicy") {
        primary.insert("terminationMessagePolicy".into(), "FallbackToLogsOnError".into());
        added.push(note(
            "terminationMessagePolicy",
            "the reason why a program cannot start is in its log alone",
        ));
    }
    let mut volumes = Vec::new();
    if large {
        let folder = Path::new(wire::INPUT_FILE).parent().expect("it is a file").to_string_lossy();
        list(primary, "volumeMounts")
            .push(json!({"name": INPUT_VOLUME, "mountPath": folder, "readOnly": true}));
        volumes.push(json!({"name": INPUT_VOLUME, "configMap": {"name": input_name(action)}}));
        added.push(note("volumeMounts", "the input, which is too large for the environment"));
    }
    if needs_tmp(primary) {
        list(primary, "volumeMounts").push(json!({"name": TMP_VOLUME, "mountPath": "/tmp"}));
        volumes.push(json!({"name": TMP_VOLUME, "emptyDir": {}}));
        added.push(note("volumeMounts", "/tmp stays writable beside a read-only root"));
    }
    if !volumes.is_empty() {
        list(spec.as_object_mut().expect("it has containers"), "volumes").extend(volumes);
    }
    Ok(())
}

/// What the template must leave to podwright.
fn check(primary: &Map<String, Value>) -> Result<(), BuildError> {
    match primary.get("terminationMessagePath").and_then(Value::as_str) {
        Some(path) if path != wire::TERMINATION_LOG => {
            return Err(BuildError::TerminationMessagePath(path.to_owned()));
        }
        _ => {}
    }
    let own = [wire::ORDER, wire::INPUT, wire::JOB_UID, wire::POD_NAME];
    let env = primary.get("env").and_then(Value::as_array).into_iter().flatten();
    match env.filter_map(|variable| variable["name"].as_str()).find(|name| own.contains(name)) {
        Some(name) => Err(BuildError::Reserved { what: "environment variable", name: name.to_owned() }),
        None => Ok(()),
    }
}

/// Puts a small input into the environment of the primary container.
pub(super) fn give_input(spec: &mut Value, primary: &str, input: &str) {
    let containers = spec["containers"].as_array_mut().into_iter().flatten();
    let named = containers.filter_map(Value::as_object_mut);
    for container in named.filter(|container| container.get("name").is_some_and(|name| name == primary)) {
        list(container, "env").push(json!({"name": wire::INPUT, "value": literal(input)}));
    }
}

fn environment(order: &Order) -> Result<Vec<Value>, BuildError> {
    let order = serde_json::to_string(order).expect("an order has string keys only");
    if order.len() > LARGEST_ORDER {
        return Err(BuildError::OrderTooLarge { size: order.len(), limit: LARGEST_ORDER });
    }
    let field = |path: &str| json!({"fieldRef": {"fieldPath": path}});
    Ok(vec![
        json!({"name": wire::ORDER, "value": literal(&order)}),
        json!({"name": wire::JOB_UID, "valueFrom": field(&format!("metadata.labels['{}']", labels::JOB))}),
        json!({"name": wire::POD_NAME, "valueFrom": field("metadata.name")}),
    ])
}

/// A value that the kubelet leaves as it is: it would put variables in the place of `$(NAME)`.
fn literal(value: &str) -> String {
    value.replace('$', "$$")
}

fn needs_tmp(primary: &Map<String, Value>) -> bool {
    let read_only =
        primary.get("securityContext").is_some_and(|context| context["readOnlyRootFilesystem"] == true);
    let mounts = primary.get("volumeMounts").and_then(Value::as_array);
    read_only && !mounts.into_iter().flatten().any(|mount| mount["mountPath"] == "/tmp")
}

fn list<'a>(object: &'a mut Map<String, Value>, field: &str) -> &'a mut Vec<Value> {
    let list = object.entry(field).or_insert_with(|| json!([]));
    if !list.is_array() {
        *list = json!([]);
    }
    list.as_array_mut().expect("it is a list now")
}
