use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::merge::{self, Merged};
use super::{RELEASES, SUMS, files, generated, generated_folder, input_folder, read, root};

fn merged() -> Merged {
    merge::merge(&read(&input_folder()).unwrap()).unwrap()
}

/// A copy of the input to spoil.
fn copy_of_input() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(input_folder()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    folder
}

#[test]
fn the_committed_tables_are_what_the_committed_input_gives() {
    generated::check(&files(&input_folder()).unwrap(), &generated_folder()).unwrap();
}

#[test]
fn a_table_changed_by_hand_is_named_with_the_command_to_run() {
    let files = files(&input_folder()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    generated::write(&files, folder.path()).unwrap();
    generated::check(&files, folder.path()).unwrap();

    fs::write(folder.path().join("pod.rs"), "pub static POD_SPEC: () = ();").unwrap();
    fs::write(folder.path().join("left_over.rs"), "").unwrap();
    fs::remove_file(folder.path().join("job.rs")).unwrap();
    let error = generated::check(&files, folder.path()).unwrap_err().to_string();
    assert!(error.starts_with("left_over.rs, job.rs, pod.rs in "), "{error}");
    assert!(error.ends_with("run `cargo xtask schema`"), "{error}");

    generated::write(&files, folder.path()).unwrap();
    generated::check(&files, folder.path()).unwrap();
}

#[test]
fn an_input_changed_by_hand_is_refused() {
    let input = copy_of_input();
    let release = input.path().join("1.35.json");
    let json = fs::read_to_string(&release).unwrap().replace("\"required\":true", "\"required\":false");
    fs::write(&release, json).unwrap();
    let error = read(input.path()).unwrap_err().to_string();
    assert_eq!(error, "1.35.json is not what SHA256SUMS has the hash of: run `cargo xtask schema --update`");
}

#[test]
fn an_input_of_another_release_is_refused() {
    let input = copy_of_input();
    let sums = fs::read_to_string(input.path().join(SUMS)).unwrap();
    let older =
        sums.lines().find(|line| line.ends_with("1.33.json")).unwrap().replace("1.33.json", "1.34.json");
    let sums: Vec<_> =
        sums.lines().map(|line| if line.ends_with("1.34.json") { &older } else { line }).collect();
    fs::write(input.path().join(SUMS), sums.join("\n")).unwrap();
    fs::copy(input.path().join("1.33.json"), input.path().join("1.34.json")).unwrap();
    let error = read(input.path()).unwrap_err().to_string();
    assert_eq!(error, "1.34.json is of 1.33.13, not of 1.34.4: run `cargo xtask schema --update`");
}

#[test]
fn the_oracle_judges_by_the_same_releases() {
    let modules =
        RELEASES.map(|version| (version, format!("versions/1.{}.mod", super::release::minor(version))));
    for (version, module) in modules {
        let oracle = root().join("xtask/oracle");
        let older = fs::read_to_string(oracle.join(&module));
        let module = older.unwrap_or_else(|_| fs::read_to_string(oracle.join("go.mod")).unwrap());
        assert!(
            module.contains(&format!("k8s.io/kubernetes v{version}\n")),
            "the oracle's module for {version}"
        );
    }
}

#[test]
fn the_input_is_written_as_it_was_read() {
    for release in read(&input_folder()).unwrap() {
        let name = super::input_name(&release.kubernetes);
        assert_eq!(release.to_json(), fs::read_to_string(input_folder().join(&name)).unwrap(), "{name}");
    }
}

#[test]
fn fields_are_spelled_as_k8s_openapi_spells_them() {
    let merged = merged();
    let newest = super::release::minor(merged.versions.last().unwrap());
    let source = k8s_openapi_source().unwrap().join(format!("v1_{newest}"));
    let mut structs = HashMap::new();
    collect(&source, &mut structs).unwrap();
    let mut compared = 0;
    for (name, ty) in merged.types.iter().filter(|(_, ty)| ty.fields.iter().any(|field| field.gone.is_none()))
    {
        let package: Vec<&str> = ty.package.rsplit('_').take(2).collect();
        let Some(names) = structs.get(&format!("{}/{}/{name}", package[1], package[0])) else {
            // What only an older minor has is not in the newest minor's structs.
            assert_eq!(name, "WorkloadReference", "k8s-openapi has no such struct");
            continue;
        };
        for field in ty.fields.iter().filter(|field| field.gone.is_none()) {
            let theirs =
                names.get(&field.json).unwrap_or_else(|| panic!("k8s-openapi has no {name}.{}", field.json));
            assert_eq!(&field.name, theirs.trim_end_matches('_'), "{name}.{}", field.json);
            compared += 1;
        }
    }
    assert!(compared > 600, "only {compared} fields were compared");
}

/// The folder of the sources of the k8s-openapi that the workspace is built with.
fn k8s_openapi_source() -> Result<PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .current_dir(root())
        .output()?;
    anyhow::ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let package =
        packages.iter().find(|package| package["name"] == "k8s-openapi").context("no k8s-openapi")?;
    let manifest = Path::new(package["manifest_path"].as_str().context("no manifest path")?);
    Ok(manifest.parent().context("a manifest in no folder")?.join("src"))
}

/// The fields of each struct under a folder, `core/v1/Container`: name on the wire and in Rust, read from the code that
/// deserializes them.
fn collect(folder: &Path, structs: &mut HashMap<String, HashMap<String, String>>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, structs)?;
            continue;
        }
        let source = fs::read_to_string(&path)?;
        let name = source.lines().find_map(|line| line.strip_prefix("pub struct ")?.split([' ', '(']).next());
        let fields = source.lines().filter_map(|line| {
            let (json, name) = line.trim().strip_suffix(',')?.split_once(" => Field::Key_")?;
            Some((json.trim_matches('"').to_owned(), name.to_owned()))
        });
        let fields: HashMap<_, _> = fields.collect();
        let package = folder
            .components()
            .rev()
            .take(2)
            .map(|part| part.as_os_str().to_string_lossy())
            .collect::<Vec<_>>();
        if let ([version, group], Some(name)) = (package.as_slice(), name) {
            structs.insert(format!("{group}/{version}/{name}"), fields);
        }
    }
    Ok(())
}
