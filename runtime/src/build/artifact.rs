//! What a build says on stdout: cargo's messages, or lines of another command. It gives the executable's path.

use std::path::PathBuf;

use serde::Deserialize;

/// What asks cargo for them.
pub(super) const MESSAGES: &str = "--message-format=json-render-diagnostics";

/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#artifact-messages>
#[derive(Deserialize)]
struct Artifact {
    target: Named,
    executable: PathBuf,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// The executable of this name in cargo's messages; the only one where it has another; else the file that the last line names.
pub(super) fn executable(stdout: &[u8], name: &str) -> Option<PathBuf> {
    let text = String::from_utf8_lossy(stdout);
    // Messages of other kinds, and those of libraries, have no executable.
    let artifacts: Vec<Artifact> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if let Some(artifact) = artifacts.iter().rfind(|artifact| artifact.target.name == name) {
        return Some(artifact.executable.clone());
    }
    match artifacts.as_slice() {
        [only] => Some(only.executable.clone()),
        [] => text.lines().last().map(PathBuf::from).filter(|path| path.is_file()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIBRARY: &str = r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"app"},"executable":null,"fresh":true}"#;
    const END: &str = r#"{"reason":"build-finished","success":true}"#;

    fn program(name: &str) -> String {
        format!(
            r#"{{"reason":"compiler-artifact","target":{{"kind":["bin"],"name":"{name}"}},"executable":"/t/{name}"}}"#
        )
    }

    #[test]
    fn the_programs_executable_is_found_among_cargos_messages() {
        let said = [LIBRARY, &program("app"), &program("other"), END].join("\n");
        assert_eq!(executable(said.as_bytes(), "app"), Some("/t/app".into()));
        assert_eq!(executable(said.as_bytes(), "third"), None);
        let said = [LIBRARY, &program("renamed"), END].join("\n");
        assert_eq!(executable(said.as_bytes(), "app"), Some("/t/renamed".into()));
        assert_eq!(executable([LIBRARY, END].join("\n").as_bytes(), "app"), None);
    }
}
