//! A pod with users of its own shares no other namespace with the node, and has no devices.

use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;
use crate::tree::SpanId;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(users) = pod.field("hostUsers").filter(|at| at.is(false)) else { return };
    // What the API server writes in its path is its own field's name.
    let namespaces = [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")];
    for (field, shown) in namespaces {
        if field == "hostNetwork" && cx.is_on("UserNamespacesHostNetworkSupport") {
            continue;
        }
        let Some(at) = pod.field(field).filter(|at| at.is(true)) else { continue };
        let path = at.path.to_string().replace(field, shown);
        forbid(at.span(), path, cx.word(field), &users, cx);
    }
    if !cx.has(34) {
        return;
    }
    for container in &pod.containers {
        let Some(devices) = container.at.get("volumeDevices") else { continue };
        if !devices.items().is_empty() {
            forbid(devices.name_span, devices.path, cx.word("volumeDevices"), &users, cx);
        }
    }
}

fn forbid(at: SpanId, path: impl Into<String>, word: String, users: &At<'_>, cx: &mut Cx) {
    let own = cx.word("hostUsers");
    let message = format!("a pod with `{own}: false` has users of its own, and may not have `{word}`");
    cx.report(&rules::HOST_USERS, at, path, message)
        .help(format!("leave it out, or leave out `{own}`"))
        .label(users.span(), "users of its own are asked for here");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at};

    fn pod(fields: &str, container: &str) -> String {
        format!(r#"{{ pod_spec: {{ {fields}, containers: [{{ name: "primary", {container} }}] }} }}"#)
    }

    #[test]
    fn users_of_its_own_exclude_the_nodes_namespaces() {
        assert_eq!(
            wrong(&pod("host_users: false, host_network: true, host_pid: true, host_ipc: true", "")),
            [
                "host_users at true in spec.hostNetwork",
                "host_users at true in spec.HostPID",
                "host_users at true in spec.HostIPC",
            ]
        );
        assert_eq!(wrong(&pod("host_users: true, host_network: true", "")), Vec::<String>::new());
        assert_eq!(wrong(&pod("host_users: false, host_network: false", "")), Vec::<String>::new());
    }

    #[test]
    fn users_of_its_own_exclude_devices() {
        let template = pod(
            r#"host_users: false, volumes: [{ name: "v", persistent_volume_claim: { claim_name: "c" } }]"#,
            r#"volume_devices: [{ name: "v", device_path: "/dev/v" }]"#,
        );
        assert_eq!(wrong(&template), ["host_users at volume_devices in spec.containers[0].volumeDevices"]);
        assert_eq!(wrong_at(33, &template), Vec::<String>::new());
    }
}
