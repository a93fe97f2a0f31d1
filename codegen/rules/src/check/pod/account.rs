//! The service account by its old name, which counts where the new one says nothing.

use crate::check::cx::Cx;
use crate::formats::name;
use crate::pod::Pod;
use crate::rules;

/// `ValidatePodSpec`, after `Convert_v1_PodSpec_To_core_PodSpec`
pub(super) fn check(pod: &Pod<'_>, cx: &mut Cx) {
    let Some(spec) = pod.spec.as_ref().filter(|spec| spec.lacks("serviceAccountName")) else { return };
    let Some(mut account) = spec.get("serviceAccount") else { return };
    // The API server knows it by its new name by then.
    account.path = spec.path_of("serviceAccountName");
    cx.form(&rules::INVALID_NAME, "service account's name", Some(&account), name::subdomain);
}

#[cfg(test)]
mod tests {
    use crate::check::notation::wrong;

    #[test]
    fn the_old_name_counts_where_the_new_one_says_nothing() {
        let account = |fields: &str| {
            wrong(&format!(r#"{{ pod_spec: {{ containers: [{{ name: "primary" }}], {fields} }} }}"#))
        };
        assert_eq!(account(r#"service_account: "A""#), [r#"invalid_name at "A" in spec.serviceAccountName"#]);
        assert_eq!(account(r#"service_account: "A", service_account_name: "a""#), Vec::<String>::new());
    }
}
