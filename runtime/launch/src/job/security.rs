//! The `restricted` Pod Security Standard's settings for the primary container, where the template says nothing else.

use serde_json::{Map, Value, json};

use super::Added;

const WHY: &str = "the Pod Security Standard `restricted`";

pub(super) fn restrict(spec: &mut Value, primary: &str, added: &mut Vec<Added>) {
    let pod = object(&mut spec["securityContext"]);
    let pod_user = pod.get("runAsNonRoot").is_some() || pod.get("runAsUser").is_some();
    if !pod.contains_key("seccompProfile") && !pod.contains_key("windowsOptions") {
        pod.insert("seccompProfile".into(), json!({"type": "RuntimeDefault"}));
        added.push(Added { path: "spec.template.spec.securityContext.seccompProfile".into(), why: WHY });
    }
    let Some(at) = spec["containers"]
        .as_array()
        .and_then(|containers| containers.iter().position(|container| container["name"] == *primary))
    else {
        return;
    };
    let context = object(&mut spec["containers"][at]["securityContext"]);
    if context.get("privileged") == Some(&Value::Bool(true)) {
        return;
    }
    let mut add = |field: &str, value: Value, wanted: bool| {
        if wanted && !context.contains_key(field) {
            context.insert(field.into(), value);
            added.push(Added {
                path: format!("spec.template.spec.containers[{at}].securityContext.{field}"),
                why: WHY,
            });
        }
    };
    add("allowPrivilegeEscalation", false.into(), true);
    add("capabilities", json!({"drop": ["ALL"]}), true);
    add("runAsNonRoot", true.into(), !pod_user);
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = json!({});
    }
    value.as_object_mut().expect("it is an object now")
}
