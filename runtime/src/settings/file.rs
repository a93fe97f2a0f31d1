//! Settings in files: `podwright.toml` of this directory or one above it, and `[package.metadata.podwright]` of the package
//! that `cargo run` runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

use super::{KUBERNETES, NAMES};
use crate::error::{Error, Kind, Result};

/// What the macros read from the same table.
const OF_THE_MACROS: [&str; 2] = ["feature-gates", "lints"];

/// The files' settings, the nearest first.
pub(super) fn read() -> Result<Vec<BTreeMap<String, String>>> {
    let mut files = Vec::new();
    if let Some(path) = nearest() {
        files.push(settings(&path, &table(&path)?)?);
    }
    if let Some(package) = env::var_os("CARGO_MANIFEST_DIR") {
        let path = Path::new(&package).join("Cargo.toml");
        if path.is_file() {
            let manifest = table(&path)?;
            let ours = ["package", "metadata", "podwright"]
                .iter()
                .try_fold(&Value::Table(manifest), |value, key| value.get(key).ok_or(()))
                .ok()
                .and_then(Value::as_table)
                .cloned();
            files.extend(ours.map(|ours| settings(&path, &ours)).transpose()?);
        }
    }
    Ok(files)
}

fn nearest() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join("podwright.toml")).find(|path| path.is_file())
}

fn table(path: &Path) -> Result<Table> {
    let text = fs::read_to_string(path).map_err(|why| wrong(path, &why.to_string()))?;
    text.parse().map_err(|why: toml::de::Error| wrong(path, why.to_string().trim_end()))
}

fn settings(path: &Path, table: &Table) -> Result<BTreeMap<String, String>> {
    let mut settings = BTreeMap::new();
    for (key, value) in table {
        let name = key.replace('_', "-");
        if OF_THE_MACROS.contains(&name.as_str()) {
            continue;
        }
        if !NAMES.contains(&name.as_str()) && name != KUBERNETES {
            return Err(wrong(
                path,
                &format!("podwright has no setting `{key}`; it has {}", NAMES.join(", ")),
            ));
        }
        let Some(text) = value.as_str() else {
            return Err(wrong(path, &format!("the setting `{key}` is a string")));
        };
        settings.insert(name, text.to_owned());
    }
    Ok(settings)
}

fn wrong(path: &Path, why: &str) -> Error {
    Error::new(Kind::Usage, format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<BTreeMap<String, String>> {
        settings(Path::new("podwright.toml"), &text.parse().unwrap())
    }

    #[test]
    fn both_spellings_of_a_name_are_taken() {
        let read = parse("registry = \"r\"\ncluster_registry = \"c\"\nkubernetes = \"1.35\"").unwrap();
        assert_eq!(
            read,
            BTreeMap::from([
                ("registry".into(), "r".into()),
                ("cluster-registry".into(), "c".into()),
                ("kubernetes".into(), "1.35".into())
            ])
        );
    }

    #[test]
    fn an_unknown_setting_is_refused_with_those_that_exist() {
        let error = parse("regsitry = \"r\"").unwrap_err().to_string();
        assert!(
            error.starts_with("podwright.toml: podwright has no setting `regsitry`; it has kubeconfig"),
            "{error}"
        );
    }
}
