//! Reads which feature gate a field stands behind (`+featureGate=` in `types.go`) and what a gate is in each minor
//! (`versioned_feature_list.yaml`).

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};

use super::release::{Stage, Type, minor};

/// The list of gates in the module `k8s.io/kubernetes`.
pub(super) const FILE: &str = "test/compatibility_lifecycle/reference/versioned_feature_list.yaml";

/// The structs of a `types.go`, by name.
pub(super) type Structs = HashMap<String, Struct>;

/// What matters of a Go struct.
#[derive(Debug, Default)]
pub(super) struct Struct {
    /// The gate of a field, by the field's name on the wire.
    gates: HashMap<String, String>,
    /// The structs whose fields it takes over (`json:",inline"`).
    inlined: Vec<String>,
}

impl Struct {
    fn gate(&self, json: &str, structs: &Structs) -> Option<String> {
        let inlined = || self.inlined.iter().filter_map(|name| structs.get(name));
        self.gates.get(json).cloned().or_else(|| inlined().find_map(|inlined| inlined.gate(json, structs)))
    }
}

/// Reads the structs of a `types.go`.
pub(super) fn structs(types_go: &str) -> Result<Structs> {
    let mut structs = Structs::new();
    let mut current = None;
    let mut gate = None;
    for line in types_go.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("type ").and_then(|rest| rest.strip_suffix(" struct {")) {
            current = Some(structs.entry(name.to_owned()).or_default());
            gate = None;
        } else if line == "}" {
            current = None;
        } else if let Some(name) = line.strip_prefix("// +featureGate=") {
            gate = Some(gate.map_or(name.to_owned(), |first: String| format!("{first},{name}")));
        } else if let (Some(current), Some(name)) = (current.as_mut(), json_name(line)) {
            if name.is_empty() {
                current.inlined.extend(line.split_whitespace().next().map(unqualified));
            } else if let Some(gate) = gate.take() {
                current.gates.insert(name.to_owned(), gate);
            }
            gate = None;
        }
    }
    if structs.is_empty() {
        bail!("no structs in a types.go")
    }
    Ok(structs)
}

/// The name on the wire in a field's tag; empty for a struct whose fields are taken over.
fn json_name(line: &str) -> Option<&str> {
    if line.starts_with("//") {
        return None;
    }
    let (_, tag) = line.split_once("`json:\"")?;
    tag.split([',', '"']).next()
}

fn unqualified(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

/// Writes the gates of the structs of one package into the types of that package.
pub(super) fn tag(types: &mut BTreeMap<String, Type>, package: &str, structs: &Structs) -> Result<()> {
    for (name, ty) in types.iter_mut().filter(|(_, ty)| ty.package == package) {
        let declared =
            structs.get(name).with_context(|| format!("no struct {name} in types.go of {package}"))?;
        for (json, field) in &mut ty.fields {
            field.gate = declared.gate(json, structs).unwrap_or_default();
            if field.gate.contains(',') {
                bail!(
                    "{name}.{json} stands behind several gates ({}), which the tables cannot say",
                    field.gate
                );
            }
        }
    }
    Ok(())
}

/// Reads the stages of every gate, each with the minor since which it is so.
pub(super) fn stages(yaml: &str) -> Result<BTreeMap<String, Vec<Stage>>> {
    let mut gates: BTreeMap<String, Vec<Stage>> = BTreeMap::new();
    let mut name = None;
    let mut stage = Stage { since: 0, maturity: String::new(), default: false, locked: false };
    for line in yaml.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.trim_start_matches(['-', ' ']).split_once(':') else { continue };
        let value = value.trim().trim_matches('"');
        match key {
            "name" => name = Some(value.to_owned()),
            "versionedSpecs" | "minCompatibilityVersion" => {}
            "default" => stage.default = value == "true",
            "lockToDefault" => stage.locked = value == "true",
            "preRelease" => value.clone_into(&mut stage.maturity),
            "version" => {
                stage.since = minor(value);
                let name = name.clone().context("a stage before the first gate's name")?;
                gates.entry(name).or_default().push(stage.clone());
            }
            _ => bail!("the list of gates has a line that is not known: {line}"),
        }
    }
    Ok(gates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_reaches_a_field_through_an_inlined_struct() {
        let structs = structs(
            "type Source struct {\n\t// +featureGate=ImageVolume\n\t// +optional\n\tImage *Image `json:\"image,omitempty\"`\n\
             \tCsi *Csi `json:\"csi,omitempty\"`\n}\n\
             type Volume struct {\n\tName string `json:\"name\"`\n\tSource `json:\",inline\"`\n}\n",
        )
        .unwrap();
        let volume = &structs["Volume"];
        assert_eq!(volume.gate("image", &structs).as_deref(), Some("ImageVolume"));
        assert_eq!(volume.gate("csi", &structs), None);
    }

    #[test]
    fn the_stages_of_a_gate_are_read_in_order() {
        let gates = stages(
            "# comment\n\n- name: EnvFiles\n  versionedSpecs:\n  - default: false\n    lockToDefault: false\n    \
             preRelease: Alpha\n    version: \"1.34\"\n  - default: true\n    lockToDefault: true\n    preRelease: GA\n    \
             version: \"1.37\"\n",
        )
        .unwrap();
        let seen: Vec<_> =
            gates["EnvFiles"].iter().map(|stage| (stage.since, stage.default, stage.locked)).collect();
        assert_eq!(seen, [(34, false, false), (37, true, true)]);
    }
}
