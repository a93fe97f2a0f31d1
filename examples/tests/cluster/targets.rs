//! Programs that cargo builds for the nodes before they are packaged.

use std::path::Path;
use std::process::Command;

use crate::packaging::skopeo;
use crate::place::Place;

const TARGET: &str = "x86_64-unknown-linux-musl";

/// What a build for the target lacks on this machine.
fn lacks() -> Option<&'static str> {
    let ends_well = |program: &str, words: &[&str]| {
        Command::new(program).args(words).output().is_ok_and(|output| output.status.success())
    };
    if !ends_well("musl-gcc", &["--version"]) {
        return Some("there is no `musl-gcc`: `apt-get install musl-tools`");
    }
    let folder =
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).output().unwrap();
    let folder = String::from_utf8(folder.stdout).unwrap();
    (!Path::new(folder.trim()).is_dir()).then_some("`rustup target add x86_64-unknown-linux-musl`")
}

#[test]
fn a_program_built_for_the_nodes_runs_there_and_its_image_says_where_it_is_from() {
    let place = Place::new("built");
    if let Some(lacks) = lacks() {
        println!("skipped: a_program_built_for_the_nodes_runs_there: {lacks}");
        return;
    }
    let mut cargo = place.program("files");
    let built = Path::new(cargo.get_program()).ancestors().nth(2).unwrap().to_owned();
    let label = "org.opencontainers.image.revision=abc";
    cargo
        .env("CARGO_TARGET_DIR", built)
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .args(["run", "greet", "--whom", "hello", "--target", TARGET, "--label", label]);
    let output = cargo.output().unwrap();
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
fn a_target_that_is_none_is_refused_before_anything_is_built() {
    let place = Place::new("no-target");
    place
        .run("files", &["package", "--target", "x86_64-pc-windows-gnu"])
        .fails(2, &["`x86_64-pc-windows-gnu` is no target that pods run"]);
    place
        .run("files", &["package", "--target", TARGET])
        .fails(2, &["this program does not know which package it is built from", "build-command"]);
}
