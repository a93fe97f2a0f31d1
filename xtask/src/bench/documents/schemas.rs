//! The JSON schema of a pod for kubeconform, made of the API's description in Kubernetes' module, which the oracle is built of.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::workspace::root;

const POD: &str = "io.k8s.api.core.v1.Pod";

/// Writes the schemas into a folder, and gives it.
pub(super) fn write(folder: &Path) -> Result<PathBuf> {
    let path = kubernetes()?.join("api/openapi-spec/swagger.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let mut api: Value =
        serde_json::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let mut definitions = api["definitions"].take();
    for (name, definition) in definitions.as_object_mut().context("the API's definitions are an object")? {
        close(name, definition);
    }
    let schema = json!({ "$ref": format!("#/definitions/{POD}"), "definitions": definitions });
    let schemas = folder.join("schemas");
    fs::create_dir_all(&schemas)?;
    fs::write(schemas.join("pod.json"), schema.to_string()).context("writing the schema")?;
    Ok(schemas)
}

/// Makes a definition strict, as the schemas are that kubeconform's users take: no field that is not named, and a quantity or a
/// port is a string or a number.
fn close(name: &str, definition: &mut Value) {
    let Some(fields) = definition.as_object_mut() else { return };
    if name.ends_with(".Quantity") || name.ends_with(".IntOrString") {
        fields.remove("format");
        fields.insert("type".to_owned(), json!(["string", "number"]));
    } else if fields.contains_key("properties") {
        fields.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
    if let Some(properties) = fields.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().filter_map(Value::as_object_mut).for_each(take_null);
    }
}

/// Kubernetes takes `null` for a field that is absent.
fn take_null(property: &mut Map<String, Value>) {
    if let Some(Value::String(kind)) = property.get("type") {
        let kinds = json!([kind, "null"]);
        property.insert("type".to_owned(), kinds);
    }
}

/// Where Go keeps Kubernetes' module.
fn kubernetes() -> Result<PathBuf> {
    let mut go = Command::new("go");
    go.args(["list", "-m", "-f", "{{.Dir}}", "k8s.io/kubernetes"]).current_dir(root().join("xtask/oracle"));
    let output = go.output().context("running go")?;
    ensure!(output.status.success(), "go list: {}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(PathBuf::from(String::from_utf8(output.stdout)?.trim()))
}
