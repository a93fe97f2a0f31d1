//! Fields that Kubernetes still takes, and has given up.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(at) = pod.field("serviceAccount") else { return };
    // An object that was read from a cluster has both.
    let new = pod.field("serviceAccountName");
    if new.is_some_and(|new| new.text().is_some() && new.text() == at.text()) {
        return;
    }
    let message =
        format!("`{}` is the old name of `{}`", cx.word("serviceAccount"), cx.word("serviceAccountName"));
    let help = format!("write `{}`", cx.word("serviceAccountName"));
    cx.report(&rules::DEPRECATED_FIELD, at.name_span, at.path, message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    #[test]
    fn the_old_name_of_a_field_is_warned_of() {
        let pod = |fields: &str| {
            warned(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {fields} }} }}"#))
        };
        let said = ["deprecated_field at service_account in spec.serviceAccount"];
        assert_eq!(pod(r#"service_account: "a""#), said);
        assert_eq!(pod(r#"service_account: "a", service_account_name: "b""#), said);
        assert_eq!(pod(r#"service_account: "a", service_account_name: "a""#), Vec::<String>::new());
    }
}
