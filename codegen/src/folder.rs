//! What a `build.rs` calls: checks the files of a folder, and tells cargo what is wrong with them, line by line.
//!
//! A macro can show no other file than the Rust source; cargo shows what stands here.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use podwright_rules::manifest::{check_document, kind_of, template_of};
use podwright_rules::yaml::{Chunk, Document, chunks};
use podwright_rules::{Diagnostic, Options, Spelling, check};

use crate::target;

/// Checks the files `*.yaml`, `*.yml` and `*.json` of a folder of the package, at every depth, for the
/// Kubernetes that the manifest names.
///
/// A Pod, a PodTemplate, a bare spec or a template of podwright is checked as `pod_template!("…")` checks it, another object
/// as `podwright-check` does. Errors end the build, and are shown with their file and line; a change of the folder checks it
/// anew.
///
/// ```no_run
/// // In the `main` of a build.rs:
/// podwright_codegen::check_folder("pods");
/// ```
#[expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]
pub fn check_folder(folder: impl AsRef<Path>) {
    let folder = folder.as_ref();
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=Cargo.toml");
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let options = target::of_package().unwrap_or_else(|wrong| {
        println!("cargo::error={wrong}");
        Options::new(Spelling::Kubernetes)
    });
    for line in lines(&package, folder, &options) {
        println!("{line}");
    }
}

/// What cargo is told of the files of a folder: `cargo::error=FILE:LINE:COLUMN: …`, and the same for warnings.
fn lines(package: &Path, folder: &Path, options: &Options) -> Vec<String> {
    let mut files = Vec::new();
    if let Err(error) = walk(&package.join(folder), &mut files) {
        return vec![format!("cargo::error=cannot read the folder `{}`: {error}", folder.display())];
    }
    let mut lines = Vec::new();
    for file in files {
        let name = file.strip_prefix(package).unwrap_or(&file).display().to_string();
        match fs::read_to_string(&file) {
            Ok(text) => of_text(&name, &text, options, &mut lines),
            Err(error) => lines.push(format!("cargo::error=cannot read `{name}`: {error}")),
        }
    }
    lines
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
        {
            files.push(path);
        }
    }
    Ok(())
}

fn of_text(name: &str, text: &str, options: &Options, lines: &mut Vec<String>) {
    for document in chunks(text).iter().flat_map(Chunk::read) {
        for diagnostic in of_document(&document, options) {
            lines.push(line(name, &document, &diagnostic));
        }
    }
}

/// What is wrong with a document, as a template where it can be one.
fn of_document(document: &Document, options: &Options) -> Vec<Diagnostic> {
    let options = Options { spelling: Spelling::Kubernetes, ..options.clone() };
    if !matches!(kind_of(document), Some("Pod" | "PodTemplate")) {
        return check_document(document, &options).diagnostics;
    }
    let (template, around) = template_of(document.tree.clone());
    let checked = check(&template, &options);
    let mut found: Vec<Diagnostic> = document.diagnostics.iter().cloned().chain(around).collect();
    found.extend(checked.diagnostics.into_iter().map(|diagnostic| document.worded(diagnostic)));
    found.sort_by_key(|diagnostic| diagnostic.at);
    found
}

fn line(name: &str, document: &Document, diagnostic: &Diagnostic) -> String {
    let level = diagnostic.level.word();
    let start = document.places.get(diagnostic.at).start;
    let help = diagnostic.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
    let told = format!("{}{help} [{}]", diagnostic.headline(), diagnostic.rule);
    format!("cargo::{level}={name}:{}:{}: {}", start.line, start.column, told.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use podwright_rules::{Options, Spelling};

    #[test]
    fn cargo_is_told_the_file_and_the_line() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let lines = |folder| super::lines(package, Path::new(folder), &Options::new(Spelling::Snake));
        let told = lines("tests/files");
        let of = |file: &str| told.iter().filter(|line| line.contains(file)).count();
        assert!(told.contains(
            &"cargo::error=tests/files/wrong.yaml:6:18: spec.containers[0].env[0].value: expected a string, found `yes`, \
              which Kubernetes' YAML takes for `true`; put it in quotes: `\"yes\"` [wrong_type]"
                .to_owned()
        ));
        assert_eq!(
            (of("wrong.yaml"), of("gpu.yaml"), of("spec.yaml"), of("broken.yaml")),
            (4, 0, 0, 1),
            "{told:#?}"
        );
        assert!(lines("none")[0].starts_with("cargo::error=cannot read the folder `none`: "));
    }
}
