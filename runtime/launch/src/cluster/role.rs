//! The rights that launching takes.

use std::borrow::Cow;

use serde_json::{Value, json};

/// The rules of a Role for whoever launches: a user, or the service account of a task that calls tasks.
///
/// A list of `rbac.authorization.k8s.io/v1` PolicyRules. Whoever can create Jobs can run a pod as any service account of
/// the namespace: the Role is as strong as the strongest of them.
pub fn role() -> Value {
    json!([
        {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["create", "get", "list", "watch", "patch", "delete"]},
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch", "patch"]},
        {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
        {"apiGroups": [""], "resources": ["events"], "verbs": ["list", "watch"]},
        {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create", "get"]},
    ])
}

/// The verbs of a resource that launching takes, joined by commas, where all of these are among them: who lacks one may well lack
/// the next, and one Role of a name can be given once.
fn all_verbs(group: &str, resource: &str, wanted: &[&str]) -> String {
    let role = role();
    let rules = role.as_array().map(Vec::as_slice).unwrap_or_default();
    let rule = rules.iter().find(|rule| rule["apiGroups"][0] == *group && rule["resources"][0] == *resource);
    let verbs = rule.and_then(|rule| rule["verbs"].as_array()).map(Vec::as_slice).unwrap_or_default();
    let verbs: Vec<_> = verbs.iter().filter_map(Value::as_str).collect();
    if wanted.iter().all(|verb| verbs.contains(verb)) { verbs.join(",") } else { wanted.join(",") }
}

/// A word as a shell reads it as it is.
fn for_a_shell(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.,:/@%+=".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into();
    }
    format!("'{}'", word.replace('\'', r"'\''")).into()
}

/// What gives a right that is missing, with all that launching takes of the resource: the commands that whoever administers the
/// cluster runs. Without a `namespace` the right is the cluster's; without a `user` the name is left open.
pub(crate) fn give_right(
    namespace: Option<&str>,
    user: Option<&str>,
    (group, resource): (&str, &str),
    verbs: &[&str],
) -> String {
    let verbs = all_verbs(group, resource, verbs);
    let name = format!("podwright-{}", resource.replace('/', "-"));
    let resource = if group.is_empty() { resource.to_owned() } else { format!("{resource}.{group}") };
    let (role, place, who) = match namespace {
        Some(namespace) => ("role", format!(" --namespace={namespace}"), "the namespace"),
        None => ("clusterrole", String::new(), "the cluster"),
    };
    let (subject, behind) = match user.map(|user| (user, user.strip_prefix("system:serviceaccount:"))) {
        Some((_, Some(account))) => {
            let behind = "; the whole Role is in the README, under “When a task calls another one”";
            (format!("--serviceaccount={account}"), behind)
        }
        Some((user, None)) => (format!("--user={}", for_a_shell(user)), ""),
        None => ("--user=NAME".to_owned(), " (`kubectl auth whoami` prints the name)"),
    };
    format!(
        "whoever administers {who} gives it with `kubectl create {role} {name} --verb={verbs} --resource={resource}{place}` and \
         `kubectl create {role}binding {name} --{role}={name} {subject}{place}`{behind}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_of_the_readme_is_this_one() {
        let readme =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
        let written: Vec<&str> = readme.lines().filter(|line| line.starts_with("- {apiGroups")).collect();
        let list = |rule: &Value, field: &str| {
            let items = rule[field].as_array().unwrap().iter().map(|item| match item.as_str().unwrap() {
                "" => "\"\"".to_owned(),
                item => item.to_owned(),
            });
            format!("{field}: [{}]", items.collect::<Vec<_>>().join(", "))
        };
        let fields =
            |rule: &Value| ["apiGroups", "resources", "verbs"].map(|field| list(rule, field)).join(", ");
        let role = role();
        let ours: Vec<_> =
            role.as_array().unwrap().iter().map(|rule| format!("- {{{}}}", fields(rule))).collect();
        assert_eq!(written, ours);
    }

    #[test]
    fn a_right_is_given_to_a_service_account_with_all_that_launching_takes() {
        let account = "system:serviceaccount:team:default";
        let help = give_right(Some("team"), Some(account), ("batch", "jobs"), &["create"]);
        for words in [
            "`kubectl create role podwright-jobs --verb=create,get,list,watch,patch,delete --resource=jobs.batch --namespace=team`",
            "`kubectl create rolebinding podwright-jobs --role=podwright-jobs --serviceaccount=team:default --namespace=team`",
            "README",
        ] {
            assert!(help.contains(words), "{help}");
        }
    }

    #[test]
    fn whatever_verbs_are_missing_the_commands_for_one_resource_are_the_same() {
        let give = |verbs: &[&str]| give_right(Some("team"), Some("ann"), ("batch", "jobs"), verbs);
        assert_eq!(give(&["create"]), give(&["get", "list", "watch"]));
        assert!(give(&["create", "deletecollection"]).contains("--verb=create,deletecollection "));
    }

    #[test]
    fn a_name_that_a_shell_would_take_apart_is_quoted() {
        for (name, quoted) in [
            ("ann@team.example", "--user=ann@team.example"),
            ("oidc:Ann Other", "--user='oidc:Ann Other'"),
            ("o'hara;$(id)", r"--user='o'\''hara;$(id)'"),
        ] {
            let help = give_right(Some("team"), Some(name), ("", "pods"), &["list"]);
            assert!(help.contains(&format!("{quoted} --namespace=team`")), "{help}");
        }
    }

    #[test]
    fn a_right_to_the_whole_cluster_is_a_cluster_roles() {
        let help = give_right(None, Some("ann"), ("", "nodes"), &["list"]);
        assert!(help.contains("create clusterrole podwright-nodes --verb=list --resource=nodes`"), "{help}");
        assert!(
            help.ends_with(
                "create clusterrolebinding podwright-nodes --clusterrole=podwright-nodes --user=ann`"
            ),
            "{help}"
        );
    }
}
