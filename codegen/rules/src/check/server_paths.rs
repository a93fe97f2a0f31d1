//! Places that the API server names otherwise than by the way to them: its words win, so that both are found by one search.

use crate::diagnostic::Diagnostic;

/// A part of a path before and behind an index, and what the API server writes for all three.
const UNNUMBERED: [(&str, &str, &str); 3] = [
    (".downwardAPI.items[", "", ".downwardAPI"),
    (".projected.sources[", ".serviceAccountToken.path", ".projected.path"),
    (".namespaces[", "", ".namespace"),
];

/// Parts of a path, and what the API server writes for them.
const RENAMED: [(&str, &str); 2] =
    [(".gcePersistentDisk.", ".persistentDisk."), (".iscsi.initiatorName", ".iscsi.initiatorname")];

/// What is wrong with how a document is written has its place in the document.
const DECODING: [&str; 5] = ["duplicate_field", "field_spelling", "unknown_field", "version", "wrong_type"];

/// Gives the diagnostics the API server's paths.
pub(super) fn rename(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| !DECODING.contains(&diagnostic.rule)) {
        for (ours, theirs) in RENAMED {
            if diagnostic.path.contains(ours) {
                diagnostic.path = diagnostic.path.replacen(ours, theirs, 1);
            }
        }
        for (before, behind, theirs) in UNNUMBERED {
            if let Some(path) = unnumbered(&diagnostic.path, before, behind, theirs) {
                diagnostic.path = path;
            }
        }
    }
}

fn unnumbered(path: &str, before: &str, behind: &str, theirs: &str) -> Option<String> {
    let (start, rest) = path.split_once(before)?;
    let (_, rest) = rest.split_once(']')?;
    Some(format!("{start}{theirs}{}", rest.strip_prefix(behind)?))
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn a_place_has_the_api_servers_name() {
        let volume = |source: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], volumes: [{{ name: "v", {source} }}] }} }}"#
            ))
        };
        assert_eq!(
            volume("gce_persistent_disk: {}"),
            ["required at { in spec.volumes[0].persistentDisk.pdName"]
        );
        assert_eq!(
            volume(
                r#"downward_api: { items: [{ path: "..", field_ref: { field_path: "metadata.name" } }] }"#
            ),
            [r#"invalid_path at ".." in spec.volumes[0].downwardAPI.path"#]
        );
        assert_eq!(
            volume("projected: { sources: [{ service_account_token: {} }] }"),
            ["required at { in spec.volumes[0].projected.path"]
        );
    }
}
