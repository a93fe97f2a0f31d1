//! All of `/proc` is for a pod with users of its own.

use super::contexts::of_containers;
use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if pod.field("hostUsers").is_some_and(|users| users.is_unknown() || users.is(false)) {
        return;
    }
    let word = cx.word("hostUsers");
    for mount in of_containers(pod).filter_map(|context| context.get("procMount")) {
        if mount.text() == Some("Unmasked") {
            let message = "all of `/proc` is for a pod with users of its own";
            cx.report(&rules::UNMASKED_PROC_MOUNT, mount.span(), mount.path, message)
                .help(format!("add `{word}: false` to the pod's spec, or leave this out"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn all_of_proc_is_for_users_of_the_pods_own() {
        let pod = |mount: &str, more: &str| {
            wrong(&format!(
                r#"{{ pod_spec: {{ containers: [{{ name: "primary", security_context: {{ proc_mount: "{mount}" }} }}], {more} }} }}"#
            ))
        };
        let refused =
            [r#"unmasked_proc_mount at "Unmasked" in spec.containers[0].securityContext.procMount"#];
        assert_eq!(pod("Unmasked", ""), refused);
        assert_eq!(pod("Unmasked", "host_users: true"), refused);
        assert_eq!(pod("Unmasked", "host_users: false"), Vec::<String>::new());
        assert_eq!(pod("Unmasked", "host_users: ?"), Vec::<String>::new());
        assert_eq!(pod("Default", ""), Vec::<String>::new());
    }
}
