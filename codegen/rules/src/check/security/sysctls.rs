//! Kernel parameters: their names, and that a pod sets none that it shares with the node.

use std::collections::HashMap;

use crate::check::cx::Cx;
use crate::check::duplicates;
use crate::pod::{At, Pod};
use crate::rules;

/// `SysctlMaxLength`
const LONGEST: usize = 253;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(context) = pod.field("securityContext") else { return };
    let mut met = HashMap::new();
    for sysctl in context.list("sysctls") {
        let Some(name) = sysctl.get("name") else { continue };
        let Some(text) = name.text().filter(|text| !text.is_empty()) else { continue };
        let first = duplicates::first(&mut met, text, name.span());
        if !is_name(text) {
            cx.report(
                &rules::INVALID_SYSCTL,
                name.span(),
                name.path,
                format!("`{text}` is no name of a kernel parameter"),
            )
            .help("it is small letters, digits, `-` and `_` between dots or slashes: `net.core.somaxconn`");
        } else if let Some(first) = first {
            cx.report(&rules::DUPLICATE_ITEM, name.span(), name.path, format!("`{text}` is set twice"))
                .help("keep one of them")
                .label(first, "first set here");
        }
        shared(pod, &name, text, cx);
    }
}

/// A parameter of a namespace that the pod shares with the node is the node's (`ValidateHostSysctl`).
fn shared(pod: &Pod<'_>, name: &At<'_>, text: &str, cx: &mut Cx) {
    let Some(field) = namespace(&normal(text)) else { return };
    let Some(host) = pod.field(field).filter(|at| at.is(true)) else { return };
    let word = cx.word(field);
    cx.report(
        &rules::HOST_SYSCTL,
        name.span(),
        name.path,
        format!("with `{word}`, `{text}` is the node's, and not the pod's to set"),
    )
    .help(format!("leave it out, or leave out `{word}`"))
    .label(host.span(), "shared with the node here");
}

/// `SysctlContainSlashFmt`
fn is_name(text: &str) -> bool {
    let is_end = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_segment = |segment: &str| {
        let bytes = segment.as_bytes();
        bytes.first().is_some_and(is_end)
            && bytes.last().is_some_and(is_end)
            && bytes.iter().all(|byte| is_end(byte) || matches!(byte, b'-' | b'_'))
    };
    text.len() <= LONGEST && text.split(['.', '/']).all(is_segment)
}

/// With dots between its parts, whichever of `.` and `/` they were separated by (`NormalizeName`).
fn normal(text: &str) -> String {
    let swapped = |letter| match letter {
        '.' => '/',
        '/' => '.',
        other => other,
    };
    match text.find(['.', '/']) {
        Some(at) if text.as_bytes()[at] == b'/' => text.chars().map(swapped).collect(),
        _ => text.to_owned(),
    }
}

/// The pod's field that shares the parameter's namespace with the node (`GetNamespace`).
fn namespace(name: &str) -> Option<&'static str> {
    const IPC: [&str; 10] = [
        "kernel.sem",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
        "kernel.shm_rmid_forced",
        "kernel.shm",
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.msg",
    ];
    if name.starts_with("net.") {
        Some("hostNetwork")
    } else if name.starts_with("fs.mqueue.") || IPC.contains(&name) {
        Some("hostIPC")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    fn sysctls(sysctls: &str, more: &str) -> Vec<String> {
        wrong(&format!(
            r#"{{ pod_spec: {{ {more} security_context: {{ sysctls: [{sysctls}] }}, containers: [{{ name: "primary" }}] }} }}"#
        ))
    }

    #[test]
    fn a_parameter_has_a_name_of_small_letters_and_is_set_once() {
        let refused = sysctls(
            r#"{ name: "Kernel.x", value: "1" }, { name: "a..b", value: "1" }, { name: "kernel.sem", value: "1" }, { name: "kernel.sem", value: "2" }, { name: "net/ipv4/conf/eno2.100/rp_filter" }"#,
            "",
        );
        assert_eq!(
            refused,
            [
                r#"invalid_sysctl at "Kernel.x" in spec.securityContext.sysctls[0].name"#,
                r#"invalid_sysctl at "a..b" in spec.securityContext.sysctls[1].name"#,
                r#"duplicate_item at "kernel.sem" in spec.securityContext.sysctls[3].name"#,
            ]
        );
    }

    #[test]
    fn the_nodes_parameters_are_not_the_pods_to_set() {
        let names = r#"{ name: "net.core.somaxconn" }, { name: "net/core/x" }, { name: "kernel.sem" }, { name: "fs.mqueue.msg_max" }"#;
        assert_eq!(sysctls(names, ""), Vec::<String>::new());
        assert_eq!(
            sysctls(names, "host_network: true,"),
            [
                r#"host_sysctl at "net.core.somaxconn" in spec.securityContext.sysctls[0].name"#,
                r#"host_sysctl at "net/core/x" in spec.securityContext.sysctls[1].name"#,
            ]
        );
        assert_eq!(
            sysctls(names, "host_ipc: true,"),
            [
                r#"host_sysctl at "kernel.sem" in spec.securityContext.sysctls[2].name"#,
                r#"host_sysctl at "fs.mqueue.msg_max" in spec.securityContext.sysctls[3].name"#,
            ]
        );
    }
}
