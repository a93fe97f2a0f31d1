//! Users and groups: numbers that a Unix has.

use super::contexts::contexts;
use crate::check::cx::Cx;
use crate::pod::{At, Pod};
use crate::rules;

/// What `IsValidUserID` and `IsValidGroupID` take.
const MOST: i64 = i32::MAX as i64;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    for context in contexts(pod) {
        for (field, what) in [("runAsUser", "user"), ("runAsGroup", "group"), ("fsGroup", "group")] {
            if let Some(id) = context.get(field) {
                in_range(&id, what, cx);
            }
        }
        for group in context.list("supplementalGroups") {
            in_range(&group, "group", cx);
        }
    }
}

fn in_range(id: &At<'_>, what: &str, cx: &mut Cx) {
    let Some(number) = id.integer().filter(|number| !(0..=MOST).contains(number)) else { return };
    cx.report(&rules::NUMBER_RANGE, id.span(), &id.path, format!("`{number}` is no {what}'s number"))
        .help(format!("it is at least 0 and at most {MOST}"));
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
