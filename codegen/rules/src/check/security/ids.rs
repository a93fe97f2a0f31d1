//! Users and groups: numbers that a Unix has.

use super::contexts::contexts;
use crate::check::bounds::{USERS, within};
use crate::check::cx::Cx;
use crate::pod::Pod;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for context in contexts(pod) {
        for (field, what) in [("runAsUser", "user"), ("runAsGroup", "group"), ("fsGroup", "group")] {
            within(context.get(field).as_ref(), &USERS, what, cx);
        }
        for group in context.list("supplementalGroups") {
            within(Some(&group), &USERS, "group", cx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn users_and_groups_are_31_bit_numbers() {
        let template = r#"{ pod_spec: {
            security_context: { fs_group: -1, run_as_user: 0, supplemental_groups: [1, 2147483648, ?] },
            containers: [{ name: "primary", security_context: { run_as_group: -2, run_as_user: 2147483647 } }] } }"#;
        assert_eq!(
            wrong(template),
            [
                "number_range at -1 in spec.securityContext.fsGroup",
                "number_range at 2147483648 in spec.securityContext.supplementalGroups[1]",
                "number_range at -2 in spec.containers[0].securityContext.runAsGroup",
            ]
        );
    }
}
