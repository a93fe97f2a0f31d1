//! Programs that cargo builds for the nodes before they are packaged.

use std::path::Path;
use std::process::Command;

use crate::packaging::skopeo;
use crate::place::Place;

/// The nodes are this machine.
const TARGET: &str = if cfg!(target_arch = "aarch64") { ARM64 } else { AMD64 };
const FOREIGN: &str = if cfg!(target_arch = "aarch64") { AMD64 } else { ARM64 };
/// What starts a program that is for the other one.
const EMULATOR: &str =
    if cfg!(target_arch = "aarch64") { "qemu-x86_64-static" } else { "qemu-aarch64-static" };
const AMD64: &str = "x86_64-unknown-linux-musl";
const ARM64: &str = "aarch64-unknown-linux-musl";

/// Whether the program is there and does this.
pub(crate) fn ends_well(program: &str, words: &[&str]) -> bool {
    Command::new(program).args(words).output().is_ok_and(|output| output.status.success())
}

/// What a build for the target lacks on this machine, of what Rust brings.
fn lacks_library(target: &str) -> Option<String> {
    let folder =
        Command::new("rustc").args(["--print", "target-libdir", "--target", target]).output().unwrap();
    let folder = String::from_utf8(folder.stdout).unwrap();
    (!Path::new(folder.trim()).is_dir()).then(|| format!("`rustup target add {target}`"))
}

/// What a build for the nodes lacks on this machine.
fn lacks() -> Option<String> {
    if !ends_well("musl-gcc", &["--version"]) {
        return Some("there is no `musl-gcc`: `apt-get install musl-tools`".to_owned());
    }
    lacks_library(TARGET)
}

/// What a build for both architectures lacks on this machine, and a start of either.
fn lacks_for_both() -> Option<String> {
    if !ends_well("cargo-zigbuild", &["--version"]) {
        return Some("there is no `cargo-zigbuild`: `pip install cargo-zigbuild`".to_owned());
    }
    if !ends_well(EMULATOR, &["--version"]) {
        return Some(format!("there is no `{EMULATOR}`: `apt-get install qemu-user-static`"));
    }
    lacks_library(FOREIGN).or_else(lacks)
}

/// The program `files`, which finds the package that it is built from and where its builds are.
fn files(place: &Place) -> Command {
    let mut cargo = place.program("files");
    let built = Path::new(cargo.get_program()).ancestors().nth(2).unwrap().to_owned();
    cargo.env("CARGO_TARGET_DIR", built).env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"));
    cargo
}

#[test]
fn a_program_built_for_the_nodes_runs_there_and_its_image_says_where_it_is_from() {
    let place = Place::new("built");
    if let Some(lacks) = lacks() {
        println!("skipped: a_program_built_for_the_nodes_runs_there: {lacks}");
        return;
    }
    let label = "org.opencontainers.image.revision=abc";
    let words = ["run", "greet", "--whom", "hello", "--target", TARGET, "--label", label];
    let output = files(&place).args(words).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains(&format!("building for {TARGET}")), "{said}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "Hello from a file of the image\n");

    let image = place.list("pods")[0]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned();
    let inspected = skopeo(&["inspect", "--raw", "--tls-verify=false", &format!("docker://{image}")]);
    assert!(inspected.contains("\"org.opencontainers.image.revision\":\"abc\""), "{inspected}");
    let version = format!("\"org.opencontainers.image.version\":\"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(inspected.contains(&version), "{inspected}");
}

#[test]
fn one_image_for_both_architectures_has_a_program_for_each() {
    if let Some(lacks) = lacks_for_both() {
        println!("skipped: one_image_for_both_architectures_has_a_program_for_each: {lacks}");
        return;
    }
    let place = Place::new("both");
    let output = files(&place).args(["package", "--target", AMD64, "--target", ARM64]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    let image = String::from_utf8(output.stdout).unwrap();
    let image = image.lines().next().unwrap().split("  ").next().unwrap();
    let index = skopeo(&["inspect", "--raw", "--tls-verify=false", &format!("docker://{image}")]);
    let index: serde_json::Value = serde_json::from_str(&index).unwrap();
    let architectures = index["manifests"].as_array().unwrap().iter();
    let architectures = architectures.map(|image| image["platform"]["architecture"].as_str().unwrap());
    assert_eq!(architectures.collect::<Vec<_>>(), ["amd64", "arm64"]);
    let tasks = started(&place, image);
    assert!(tasks.contains("greet"), "{tasks}");
}

/// What the image's program for the other architecture says of its tasks, with nothing but the image's last layer.
fn started(place: &Place, image: &str) -> String {
    let folder = std::env::temp_dir().join(&place.namespace);
    let copy = folder.join("copy");
    std::fs::create_dir_all(&copy).unwrap();
    let architecture = if FOREIGN == ARM64 { "arm64" } else { "amd64" };
    skopeo(&[
        &format!("--override-arch={architecture}"),
        "copy",
        "--src-tls-verify=false",
        &format!("docker://{image}"),
        &format!("dir:{}", copy.display()),
    ]);
    let manifest = std::fs::read(copy.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let program = manifest["layers"].as_array().unwrap().last().unwrap()["digest"].as_str().unwrap();
    let layer = copy.join(program.trim_start_matches("sha256:"));
    let mut tar = Command::new("tar");
    tar.args(["--zstd", "-xf"]).arg(layer).arg("-C").arg(&folder);
    assert!(tar.status().unwrap().success());
    let program = folder.join("app/files");
    let output = Command::new(EMULATOR).arg(program).arg("tasks").output().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_target_that_is_none_is_refused_before_anything_is_built() {
    let place = Place::new("no-target");
    place
        .run("files", &["package", "--target", "x86_64-pc-windows-gnu"])
        .fails(2, &["`x86_64-pc-windows-gnu` is no target that pods run"]);
    place
        .run("files", &["package", "--target", TARGET])
        .fails(2, &["this program does not know which package it is built from", "build-command"]);
}
