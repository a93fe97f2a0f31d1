//! The `restricted` Pod Security Standard's settings for the primary container, where the template says nothing else.

use serde_json::{Map, Value, json};

use super::Added;

const WHY: &str = "the Pod Security Standard `restricted`";

pub(super) fn restrict(spec: &mut Value, primary: &str, added: &mut Vec<Added>) {
    let pod = object(&mut spec["securityContext"]);
    if !pod.contains_key("seccompProfile") && !pod.contains_key("windowsOptions") {
        pod.insert("seccompProfile".into(), json!({"type": "RuntimeDefault"}));
        added.push(Added { path: "spec.template.spec.securityContext.seccompProfile".into(), why: WHY });
    }
    let pod = pod.clone();
    let containers = spec["containers"].as_array_mut().map_or(&mut [][..], Vec::as_mut_slice);
    let Some(at) = containers.iter().position(|container| container["name"] == *primary) else { return };
    let context = object(&mut containers[at]["securityContext"]);
    if context.get("privileged") == Some(&Value::Bool(true)) {
        return;
    }
    // A template that names root, or who runs the pod, has the last word.
    let names_root = context.get("runAsUser").is_some_and(|user| *user == 0);
    let names_user = names_root || pod.contains_key("runAsNonRoot") || pod.contains_key("runAsUser");
    // The API server takes no `allowPrivilegeEscalation: false` beside it.
    let is_mighty = ["SYS_ADMIN", "CAP_SYS_ADMIN"].into_iter().any(|capability| adds(context, capability));
    let mut add = |field: &str, value: Value, wanted: bool| {
        if wanted && !context.contains_key(field) {
            context.insert(field.into(), value);
            let path = format!("spec.template.spec.containers[{at}].securityContext.{field}");
            added.push(Added { path, why: WHY });
        }
    };
    add("allowPrivilegeEscalation", false.into(), !is_mighty);
    add("capabilities", json!({"drop": ["ALL"]}), true);
    add("runAsNonRoot", true.into(), !names_user);
}

fn adds(context: &Map<String, Value>, capability: &str) -> bool {
    let added = context.get("capabilities").and_then(|capabilities| capabilities["add"].as_array());
    added.into_iter().flatten().any(|added| added == capability)
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it is an object now")
}
