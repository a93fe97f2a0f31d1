//! What keeps a pod from the `restricted` Pod Security Standard, by the rules of `k8s.io/pod-security-admission/policy`.

use serde_json::Value;

/// A field that keeps a pod from the `restricted` Pod Security Standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrestricted {
    /// The field, as in `spec.template.spec.hostNetwork`.
    pub path: String,
    /// What `restricted` wants there.
    pub wants: &'static str,
}

const SPEC: &str = "spec.template.spec";
/// The volume sources of `check_restrictedVolumes.go`.
const SOURCES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];
/// `check_sysctls.go`.
const SYSCTLS: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];

/// In the order of the pod's fields.
pub(super) fn findings(spec: &Value) -> Vec<Unrestricted> {
    let mut found = Vec::new();
    let mut note = |path: String, wants| found.push(Unrestricted { path, wants });
    for field in ["hostNetwork", "hostPID", "hostIPC"] {
        if spec[field] == true {
            note(format!("{SPEC}.{field}"), "false: no namespace of the node");
        }
    }
    for (index, volume) in list(&spec["volumes"]).enumerate() {
        let mut sources = volume.as_object().into_iter().flat_map(serde_json::Map::keys);
        if let Some(source) = sources.find(|key| *key != "name" && !SOURCES.contains(&key.as_str())) {
            note(
                format!("{SPEC}.volumes[{index}].{source}"),
                "a claim, a CSI driver or what Kubernetes itself holds",
            );
        }
    }
    let pod = &spec["securityContext"];
    for (index, sysctl) in list(&pod["sysctls"]).enumerate() {
        if !sysctl["name"].as_str().is_some_and(|name| SYSCTLS.contains(&name)) {
            note(format!("{SPEC}.securityContext.sysctls[{index}]"), "only the safe ones");
        }
    }
    for kind in ["initContainers", "containers"] {
        for (index, container) in list(&spec[kind]).enumerate() {
            of_container(container, pod, &format!("{SPEC}.{kind}[{index}]"), &mut note);
        }
    }
    found
}

fn of_container(container: &Value, pod: &Value, path: &str, note: &mut impl FnMut(String, &'static str)) {
    let own = &container["securityContext"];
    let effective = |field: &str| if own[field].is_null() { &pod[field] } else { &own[field] };
    let is_profile =
        |field: &str| matches!(effective(field)["type"].as_str(), Some("RuntimeDefault" | "Localhost"));
    let mut note = |wrong: bool, field: &str, wants| {
        if wrong {
            note(format!("{path}.{field}"), wants);
        }
    };
    let drops_all = list(&own["capabilities"]["drop"]).any(|dropped| dropped == "ALL");
    let adds_more = list(&own["capabilities"]["add"]).any(|added| added != "NET_BIND_SERVICE");
    let masks = own["procMount"].as_str().is_none_or(|mount| mount == "Default");
    let host_port =
        list(&container["ports"]).any(|port| port["hostPort"].as_u64().is_some_and(|port| port != 0));
    note(own["privileged"] == true, "securityContext.privileged", "false");
    note(own["allowPrivilegeEscalation"] != false, "securityContext.allowPrivilegeEscalation", "false");
    note(!drops_all, "securityContext.capabilities.drop", "[\"ALL\"]");
    note(adds_more, "securityContext.capabilities.add", "at most NET_BIND_SERVICE");
    note(*effective("runAsNonRoot") != true, "securityContext.runAsNonRoot", "true");
    note(*effective("runAsUser") == 0, "securityContext.runAsUser", "not 0");
    note(!is_profile("seccompProfile"), "securityContext.seccompProfile.type", "RuntimeDefault or Localhost");
    note(
        effective("appArmorProfile")["type"] == "Unconfined",
        "securityContext.appArmorProfile.type",
        "not Unconfined",
    );
    note(!masks, "securityContext.procMount", "Default");
    note(host_port, "ports", "no port of the node");
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(spec: &Value) -> Vec<String> {
        findings(spec).into_iter().map(|found| found.path.replace("spec.template.spec.", "")).collect()
    }

    #[test]
    fn a_bare_sidecar_lacks_what_restricted_asks_for() {
        let pod = json!({"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}, "initContainers": [{"name": "side"}]});
        let wanted = ["allowPrivilegeEscalation", "capabilities.drop", "runAsNonRoot"];
        assert_eq!(paths(&pod), wanted.map(|field| format!("initContainers[0].securityContext.{field}")));
    }

    #[test]
    fn the_pods_context_counts_for_a_container_that_has_none() {
        let container = json!({"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}});
        let pod = json!({
            "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "Localhost"}},
            "containers": [{"name": "primary", "securityContext": container}],
        });
        assert_eq!(paths(&pod), Vec::<String>::new());
    }

    #[test]
    fn what_belongs_to_the_node_is_named() {
        let pod = json!({"hostNetwork": true, "volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "hostPath": {"path": "/"}}]});
        assert_eq!(paths(&pod), ["hostNetwork", "volumes[1].hostPath"]);
    }
}
