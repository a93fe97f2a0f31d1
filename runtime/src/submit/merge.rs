//! The merge table: what a pod gets from its template, its environment, the call and the command line.
//!
//! Template and environment must agree: a variable, a secret or a resource that both give is the same in both, or an error.
//! A call, and then the command line, override them, field by field. Nothing is merged in silence: each value that did not
//! come from the template is in [`Merged::origins`].

use podwright_rules::formats::quantity;
use serde_json::{Map, Value, json};

use super::fill::Filled;
use crate::call::Overrides;
use crate::environment::TaskEnvironment;
use crate::error::{Error, Kind, Result};
use crate::secret::{Secret, SecretPlace};

/// A pod template with everything merged in but the image.
#[derive(Clone, Debug)]
pub(crate) struct Merged {
    /// `primaryContainerName`, `labels`, `annotations`, `podSpec`.
    pub(crate) json: Value,
    /// The sidecars that stay ordinary containers.
    pub(crate) ordinary: Vec<String>,
    /// Where the values that the template does not have come from: the path below the pod's spec, and who gave it.
    pub(crate) origins: Vec<Origin>,
}

/// Where a merged value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// A path as the API server writes it, in the primary container: `env[LOG_LEVEL]`, `resources.limits.cpu`.
    pub(crate) path: String,
    /// `environment `training``, or `this call`.
    pub(crate) from: String,
}

/// Merges; `overrider` names who the overrides are from.
pub(crate) fn merge(
    filled: &Filled,
    environment: &TaskEnvironment,
    overrides: &Overrides,
    overrider: &str,
) -> Result<Merged> {
    let mut merged =
        Merged { json: filled.json.clone(), ordinary: filled.ordinary.clone(), origins: Vec::new() };
    let from = format!("environment `{}`", environment.name);
    for (name, value) in environment.env {
        merged.agree_variable(name, &json!({"name": name, "value": value}), &from)?;
    }
    for (at, secret) in environment.secrets.iter().enumerate() {
        match secret.place {
            SecretPlace::Env(name) => merged.agree_variable(name, &secret_variable(name, secret), &from)?,
            SecretPlace::File(path) => merged.mount_secret(at, path, secret, &from)?,
        }
    }
    for (list, resource, quantity) in environment.resources.entries() {
        merged.agree_resource(list, resource, quantity, &from)?;
    }
    for (name, value) in &overrides.env {
        merged.set_variable(name, &json!({"name": name, "value": value}), overrider)?;
    }
    for (list, resource, quantity) in &overrides.resources {
        merged.set_resource(list, resource, quantity, overrider)?;
    }
    Ok(merged)
}

fn secret_variable(name: &str, secret: &Secret) -> Value {
    json!({"name": name, "valueFrom": {"secretKeyRef": {"name": secret.object, "key": secret.key}}})
}

impl Merged {
    /// The primary container's name.
    pub(crate) fn primary_name(&self) -> &str {
        self.json["primaryContainerName"].as_str().unwrap_or("primary")
    }

    /// The primary container.
    pub(crate) fn primary(&mut self) -> Result<&mut Map<String, Value>> {
        let name = self.primary_name().to_owned();
        self.json["podSpec"]["containers"]
            .as_array_mut()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut)
            .find(|container| container.get("name").and_then(Value::as_str) == Some(&name))
            .ok_or_else(|| {
                Error::new(
                    Kind::Usage,
                    format!("the pod template has no container `{name}`, the primary one"),
                )
            })
    }

    fn list<'a>(container: &'a mut Map<String, Value>, field: &str) -> &'a mut Vec<Value> {
        let list = container.entry(field).or_insert_with(|| json!([]));
        if !list.is_array() {
            *list = json!([]);
        }
        list.as_array_mut().expect("it is a list now")
    }

    fn named<'a>(list: &'a mut [Value], name: &str) -> Option<&'a mut Value> {
        list.iter_mut().find(|item| item["name"].as_str() == Some(name))
    }

    fn agree_variable(&mut self, name: &str, variable: &Value, from: &str) -> Result<()> {
        let variables = Self::list(self.primary()?, "env");
        match Self::named(variables, name) {
            None => variables.push(variable.clone()),
            Some(there) if there == variable => return Ok(()),
            Some(there) => {
                return Err(contradiction(
                    &format!("variable `{name}`"),
                    &said(there),
                    &said(variable),
                    from,
                ));
            }
        }
        self.note(format!("env[{name}]"), from);
        Ok(())
    }

    fn set_variable(&mut self, name: &str, variable: &Value, from: &str) -> Result<()> {
        let variables = Self::list(self.primary()?, "env");
        match Self::named(variables, name) {
            None => variables.push(variable.clone()),
            Some(there) => *there = variable.clone(),
        }
        self.note(format!("env[{name}]"), from);
        Ok(())
    }

    fn resources(&mut self, list: &str) -> Result<&mut Map<String, Value>> {
        let resources = self.primary()?.entry("resources").or_insert_with(|| json!({}));
        let amounts = &mut resources[list];
        if !amounts.is_object() {
            *amounts = json!({});
        }
        Ok(amounts.as_object_mut().expect("it is an object now"))
    }

    fn agree_resource(&mut self, list: &str, resource: &str, quantity: &str, from: &str) -> Result<()> {
        let amounts = self.resources(list)?;
        match amounts.get(resource) {
            None => _ = amounts.insert(resource.to_owned(), quantity.into()),
            Some(there) if is_as_much(there, quantity) => return Ok(()),
            Some(there) => {
                let what = format!("{resource} of the primary's {list}");
                return Err(contradiction(&what, &there.to_string(), quantity, from));
            }
        }
        self.note(format!("resources.{list}.{resource}"), from);
        Ok(())
    }

    fn set_resource(&mut self, list: &str, resource: &str, quantity: &str, from: &str) -> Result<()> {
        self.resources(list)?.insert(resource.to_owned(), quantity.into());
        self.note(format!("resources.{list}.{resource}"), from);
        Ok(())
    }

    fn mount_secret(&mut self, at: usize, path: &str, secret: &Secret, from: &str) -> Result<()> {
        let volume = format!("podwright-secret-{at}");
        let file = path.rsplit('/').next().unwrap_or(path);
        let mount = json!({"name": volume, "mountPath": path, "subPath": file, "readOnly": true});
        Self::list(self.primary()?, "volumeMounts").push(mount);
        let items = json!([{"key": secret.key, "path": file}]);
        let spec = self.json["podSpec"].as_object_mut().expect("a filled template has a spec");
        Self::list(spec, "volumes")
            .push(json!({"name": volume, "secret": {"secretName": secret.object, "items": items}}));
        self.note(format!("volumeMounts[{path}]"), from);
        Ok(())
    }

    fn note(&mut self, path: String, from: &str) {
        self.origins.retain(|origin| origin.path != path);
        self.origins.push(Origin { path, from: from.to_owned() });
    }
}

/// Whether an amount in a template, which may be a number, is this quantity. One that is none is refused by the checks.
fn is_as_much(there: &Value, quantity: &str) -> bool {
    let there = there.as_str().map_or_else(|| there.to_string(), str::to_owned);
    match (quantity::parse(&there), quantity::parse(quantity)) {
        (Ok(there), Ok(quantity)) => there.equals(quantity),
        _ => there == quantity,
    }
}

fn said(variable: &Value) -> String {
    match (&variable["value"], &variable["valueFrom"]) {
        (Value::String(value), _) => format!("\"{value}\""),
        (_, from) if !from.is_null() => from.to_string(),
        _ => "empty".to_owned(),
    }
}

fn contradiction(what: &str, template: &str, other: &str, from: &str) -> Error {
    Error::new(Kind::Usage, format!("the {what} is {template} in the pod template and {other} in the {from}"))
        .with_help("give it in one of them; a call or the command line may override it")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::Resources;

    static BARE: TaskEnvironment = TaskEnvironment::new("bare");
    static FULL: TaskEnvironment = TaskEnvironment::new("full")
        .env(&[("LOG_LEVEL", "INFO")])
        .resources(Resources::new().cpu("2"))
        .secrets(&[
            Secret::env("API_KEY", "api-keys", "primary"),
            Secret::file("/etc/keys/token", "tokens", "t"),
        ]);

    fn template(primary: Value) -> Filled {
        let mut filled = Filled::of(&BARE).unwrap();
        filled.json["podSpec"]["containers"][0] = primary;
        filled
    }

    #[test]
    fn the_environment_adds_what_the_template_does_not_name() {
        let merged = merge(&template(json!({"name": "primary"})), &FULL, &Overrides::default(), "").unwrap();
        let primary = &merged.json["podSpec"]["containers"][0];
        assert_eq!(primary["env"][0], json!({"name": "LOG_LEVEL", "value": "INFO"}));
        assert_eq!(
            primary["env"][1]["valueFrom"]["secretKeyRef"],
            json!({"name": "api-keys", "key": "primary"})
        );
        assert_eq!(primary["resources"], json!({"requests": {"cpu": "2"}, "limits": {"cpu": "2"}}));
        assert_eq!(primary["volumeMounts"][0]["subPath"], "token");
        assert_eq!(merged.json["podSpec"]["volumes"][0]["secret"]["secretName"], "tokens");
        assert_eq!(
            merged.origins[0],
            Origin { path: "env[LOG_LEVEL]".into(), from: "environment `full`".into() }
        );
        assert_eq!(merged.origins.len(), 5);
    }

    #[test]
    fn what_template_and_environment_both_say_is_the_same_or_refused() {
        let same = template(json!({"name": "primary", "env": [{"name": "LOG_LEVEL", "value": "INFO"}]}));
        let merged = merge(&same, &FULL, &Overrides::default(), "").unwrap();
        assert_eq!(merged.json["podSpec"]["containers"][0]["env"].as_array().unwrap().len(), 2);

        let other = template(json!({"name": "primary", "env": [{"name": "LOG_LEVEL", "value": "DEBUG"}]}));
        let error = merge(&other, &FULL, &Overrides::default(), "").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the variable `LOG_LEVEL` is \"DEBUG\" in the pod template and \"INFO\" in the environment `full`"
        );
    }

    #[test]
    fn the_same_quantity_may_be_written_in_two_ways() {
        for (cpu, same) in
            [(json!("2000m"), true), (json!(2), true), (json!("2.0"), true), (json!("3"), false)]
        {
            let primary = json!({"name": "primary", "resources": {"limits": {"cpu": cpu}}});
            match merge(&template(primary), &FULL, &Overrides::default(), "") {
                Ok(merged) => {
                    let resources = &merged.json["podSpec"]["containers"][0]["resources"];
                    assert!(same);
                    assert_eq!(*resources, json!({"limits": {"cpu": cpu}, "requests": {"cpu": "2"}}));
                }
                Err(error) => {
                    assert!(!same);
                    let words = "the cpu of the primary's limits is \"3\" in the pod template and 2";
                    assert!(error.to_string().starts_with(words), "{error}");
                }
            }
        }
    }

    #[test]
    fn an_override_changes_one_field_and_keeps_the_rest() {
        let overrides = Overrides {
            resources: vec![("limits", "cpu".into(), "4".into())],
            env: vec![("LOG_LEVEL".into(), "TRACE".into())],
            ..Overrides::default()
        };
        let merged = merge(&template(json!({"name": "primary"})), &FULL, &overrides, "this call").unwrap();
        let primary = &merged.json["podSpec"]["containers"][0];
        assert_eq!(primary["resources"], json!({"requests": {"cpu": "2"}, "limits": {"cpu": "4"}}));
        assert_eq!(primary["env"][0]["value"], "TRACE");
        let limits = merged.origins.iter().find(|origin| origin.path == "resources.limits.cpu").unwrap();
        assert_eq!(limits.from, "this call");
    }
}
