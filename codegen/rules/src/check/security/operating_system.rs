//! What the pod's operating system does not have.

use super::contexts::of_containers;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// Fields of the pod's security context that Windows has no meaning for, and of a container's (`validateWindows`).
const OF_POD: [&str; 11] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
];
const OF_CONTAINER: [&str; 10] = [
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
];
/// Fields of the pod, and whether they count when they are `false`.
const OF_SPEC: [(&str, bool); 4] =
    [("hostUsers", true), ("shareProcessNamespace", true), ("hostPID", false), ("hostIPC", false)];

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(name) = pod.field("os").and_then(|os| os.get("name")) else { return };
    match name.text() {
        Some("linux") => linux(pod, &name, cx),
        Some("windows") => windows(pod, &name, cx),
        _ => {}
    }
}

fn linux(pod: &Pod<'_>, name: &At<'_>, cx: &mut Cx) {
    let own = pod.field("securityContext");
    for context in own.into_iter().chain(of_containers(pod)) {
        if let Some(options) = context.get("windowsOptions") {
            forbid(&options, "Linux", name, cx);
        }
    }
}

fn windows(pod: &Pod<'_>, name: &At<'_>, cx: &mut Cx) {
    if let Some(context) = pod.field("securityContext") {
        foreign(&context, &OF_POD, name, cx);
    }
    for context in of_containers(pod) {
        foreign(&context, &OF_CONTAINER, name, cx);
    }
    for (field, counts_false) in OF_SPEC {
        let at = pod.field(field).filter(|at| counts_false || at.is(true));
        if let Some(at) = at {
            forbid(&at, "Windows", name, cx);
        }
    }
    if let Some(resources) = pod.field("resources") {
        forbid(&resources, "Windows", name, cx);
    }
}

fn foreign(context: &At<'_>, fields: &[&str], name: &At<'_>, cx: &mut Cx) {
    for field in fields {
        let Some(at) = context.get(field) else { continue };
        // A list counts where something is in it, but for the groups.
        if *field == "sysctls" && at.items().is_empty() {
            continue;
        }
        forbid(&at, "Windows", name, cx);
    }
}

fn forbid(at: &At<'_>, system: &str, name: &At<'_>, cx: &mut Cx) {
    let path = String::from(at.path);
    let word = cx.word(path.rsplit('.').next().unwrap_or_default());
    cx.report(&rules::OPERATING_SYSTEM, at.name_span, path, format!("a pod for {system} has no `{word}`"))
        .help("leave it out, or name the other operating system")
        .label(name.span(), "the pod's operating system is named here");
}

#[cfg(test)]
mod tests {
    use crate::check::notation::{wrong, wrong_at};

    #[test]
    fn linux_has_no_options_of_windows() {
        let template = r#"{ pod_spec: { os: { name: "linux" }, security_context: { windows_options: {} },
            containers: [{ name: "primary", security_context: { windows_options: {}, run_as_user: 1 } }] } }"#;
        assert_eq!(
            wrong(template),
            [
                "operating_system at windows_options in spec.securityContext.windowsOptions",
                "operating_system at windows_options in spec.containers[0].securityContext.windowsOptions",
            ]
        );
    }

    #[test]
    fn windows_has_nothing_of_linux() {
        let template = r#"{ pod_spec: { os: { name: "windows" }, host_pid: false, host_users: true, share_process_namespace: false,
            security_context: { fs_group: 1, sysctls: [], run_as_non_root: true }, resources: { limits: { cpu: 1 } },
            containers: [{ name: "primary", security_context: { privileged: false, run_as_non_root: true } }] } }"#;
        let refused = [
            "operating_system at host_users in spec.hostUsers",
            "operating_system at share_process_namespace in spec.shareProcessNamespace",
            "operating_system at fs_group in spec.securityContext.fsGroup",
            "operating_system at resources in spec.resources",
            "operating_system at privileged in spec.containers[0].securityContext.privileged",
        ];
        assert_eq!(wrong(template), refused);
        assert_eq!(wrong_at(33, template).len(), refused.len() - 1);
    }
}
