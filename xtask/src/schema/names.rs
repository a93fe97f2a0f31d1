//! The names of fields and tables: snake_case as k8s-openapi spells it.

/// The snake_case name of a field: `host_pid` of `hostPID`, `target_wwns` of `targetWWNs`.
///
/// A word begins at a capital after a small letter, and at the last capital of an acronym before a small letter; the `s`
/// that makes an acronym plural is part of it.
pub(super) fn snake_case(json: &str) -> String {
    let letters: Vec<char> = json.chars().collect();
    let is_upper = |at: usize| letters.get(at).is_some_and(char::is_ascii_uppercase);
    let is_lower = |at: usize| letters.get(at).is_some_and(char::is_ascii_lowercase);
    let ends_plural = |at: usize| letters.get(at) == Some(&'s') && !is_lower(at + 1);
    let mut name = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_word = at > 0 && !is_upper(at - 1);
        let before_word = at > 0 && is_upper(at - 1) && is_lower(at + 1) && !ends_plural(at + 1);
        if is_upper(at) && (after_word || before_word) {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

/// The name of a type's table: `CSI_VOLUME_SOURCE` of `CSIVolumeSource`.
pub(super) fn table(type_name: &str) -> String {
    snake_case(type_name).to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_one_word() {
        for (json, name) in [
            ("name", "name"),
            ("mountPath", "mount_path"),
            ("hostPID", "host_pid"),
            ("setHostnameAsFQDN", "set_hostname_as_fqdn"),
            ("clusterIP", "cluster_ip"),
            ("clusterIPs", "cluster_ips"),
            ("FSGroup", "fs_group"),
            ("targetWWNs", "target_wwns"),
            ("nonResourceURLs", "non_resource_urls"),
            ("awsElasticBlockStore", "aws_elastic_block_store"),
            ("CSIVolumeSource", "csi_volume_source"),
            ("fieldsV1", "fields_v1"),
        ] {
            assert_eq!(snake_case(json), name, "of {json}");
        }
    }
}
