//! A pod without a service account of its own has the namespace's, with whatever rights others gave that.

use crate::check::cx::Cx;
use crate::pod::Pod;
use crate::rules;

pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    if !cx.hears(&rules::DEFAULT_SERVICE_ACCOUNT) {
        return;
    }
    let Some(spec) = pod.spec.as_ref().filter(|spec| !spec.is_unknown()) else { return };
    let names = ["serviceAccountName", "serviceAccount"];
    let named = names.iter().filter_map(|field| spec.get(field)).find(|name| name.text() != Some(""));
    let has_no_token = spec.get("automountServiceAccountToken").is_some_and(|mounts| mounts.is(false));
    if has_no_token || named.as_ref().is_some_and(|name| name.text() != Some("default")) {
        return;
    }
    let at = named.map_or(spec.name_span, |name| name.span());
    let help = format!(
        "name one, `{}: \"…\"`, or write `{}: false`",
        cx.word("serviceAccountName"),
        cx.word("automountServiceAccountToken")
    );
    let message = "the pod has the namespace's default service account";
    cx.report(&rules::DEFAULT_SERVICE_ACCOUNT, at, spec.path_of("serviceAccountName"), message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::warned;

    fn pod(field: &str) -> Vec<String> {
        warned(&format!(
            r#"#[warn(default_service_account)] {{ pod_spec: {{ containers: [{{ name: "primary" }}], {field} }} }}"#
        ))
    }

    #[test]
    fn the_default_account_is_warned_of_where_asked_for() {
        assert_eq!(pod(""), ["default_service_account at pod_spec in spec.serviceAccountName"]);
        assert_eq!(
            pod(r#"service_account_name: "default""#),
            [r#"default_service_account at "default" in spec.serviceAccountName"#]
        );
        assert_eq!(warned(r#"{ pod_spec: { containers: [{ name: "primary" }] } }"#), Vec::<String>::new());
    }

    #[test]
    fn an_account_of_its_own_or_no_token_is_right() {
        for right in [
            r#"service_account_name: "a""#,
            "service_account_name: ?",
            "automount_service_account_token: false",
        ] {
            assert_eq!(pod(right), Vec::<String>::new(), "{right}");
        }
    }
}
