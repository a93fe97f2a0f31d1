//! Gets Kubernetes' sources by Go's own client and reads one release from them. The only step that needs the network.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::release::{Release, Source, Stage};
use super::{gates, openapi};
use crate::digest::sha256;

/// What the OpenAPI functions call a package of `k8s.io/api`, before group and version. No other module gates fields.
const API: &str = "k8sio_api_";

/// A release with the gates of its whole list: which of them matter is known when all releases are read.
pub(super) struct Downloaded {
    pub(super) release: Release,
    pub(super) all_gates: BTreeMap<String, Vec<Stage>>,
}

/// Reads one version, `1.37.2`.
pub(super) fn release(version: &str) -> Result<Downloaded> {
    let kubernetes = Module::download("k8s.io/kubernetes", &format!("v{version}"))?;
    let api = Module::download("k8s.io/api", &format!("v0.{}", version.trim_start_matches("1.")))?;
    let mut sources = Vec::new();
    let mut types = openapi::reachable(&kubernetes.read(openapi::FILE, &mut sources)?)?;
    let packages: BTreeSet<String> = types.values().map(|ty| ty.package.clone()).collect();
    for package in &packages {
        if let Some(name) = package.strip_prefix(API) {
            let file = format!("{}/types.go", name.replace('_', "/"));
            let structs = gates::structs(&api.read(&file, &mut sources)?)?;
            gates::tag(&mut types, package, &structs)?;
        }
    }
    let all_gates = gates::stages(&kubernetes.read(gates::FILE, &mut sources)?)?;
    let release = Release { kubernetes: version.to_owned(), sources, gates: BTreeMap::new(), types };
    Ok(Downloaded { release, all_gates })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Module {
    path: String,
    version: String,
    dir: PathBuf,
}

impl Module {
    fn download(path: &str, version: &str) -> Result<Self> {
        // Outside of any module, so that no go.mod of the project's has a say in what is got.
        let folder = tempfile::tempdir().context("a folder to run go in")?;
        let module = format!("{path}@{version}");
        let output = Command::new("go")
            .args(["mod", "download", "-json", &module])
            .current_dir(folder.path())
            .output()
            .context(
                "`go` did not start: install Go, `cargo xtask schema --update` downloads Go modules with it",
            )?;
        let failure =
            || format!("go mod download {module}: {}", String::from_utf8_lossy(&output.stderr).trim());
        ensure!(output.status.success(), failure());
        serde_json::from_slice(&output.stdout).with_context(failure)
    }

    fn read(&self, file: &str, sources: &mut Vec<Source>) -> Result<String> {
        let path: &Path = &self.dir.join(file);
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        sources.push(Source {
            module: format!("{}@{}", self.path, self.version),
            file: file.to_owned(),
            sha256: sha256(text.as_bytes()),
        });
        Ok(text)
    }
}
