//! Whether this user has the rights that following a run takes. The right to create the Job is the dry run's to try.

use futures::future::join_all;
use serde_json::{Value, json};

use super::{Draft, Finding, Verdict};
use crate::cluster::{Ask, Cluster, Fault, give_right};

/// A right, and what is lost without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Right {
    group: &'static str,
    resource: &'static str,
    subresource: &'static str,
    verbs: &'static [&'static str],
    verdict: Verdict,
    without: &'static str,
}

impl Right {
    /// The resource as rules name it: `pods/log`.
    fn name(self) -> String {
        match self.subresource {
            "" => self.resource.to_owned(),
            subresource => format!("{}/{subresource}", self.resource),
        }
    }
}

const fn right(
    (group, resource, subresource): (&'static str, &'static str, &'static str),
    verbs: &'static [&'static str],
    verdict: Verdict,
    without: &'static str,
) -> Right {
    Right { group, resource, subresource, verbs, verdict, without }
}

const NOT_FOLLOWED: &str = "the run could not be followed; `--detach` does not follow it";
const FOLLOWING: [Right; 5] = [
    right(("batch", "jobs", ""), &["get", "list", "watch"], Verdict::Refused, NOT_FOLLOWED),
    right(("", "pods", ""), &["list", "watch"], Verdict::Refused, NOT_FOLLOWED),
    right(("", "pods", "log"), &["get"], Verdict::Warning, "the task's log will not be shown"),
    right(
        ("", "events", ""),
        &["list", "watch"],
        Verdict::Warning,
        "why a pod does not start will be said in part only",
    ),
    right(
        ("", "configmaps", ""),
        &["get"],
        Verdict::Warning,
        "a result that does not fit the pod's status could not be read",
    ),
];
const NOT_PUT: &str = "the input is too large for the pod's environment and could not be put beside it";
const LARGE_INPUT: [Right; 2] = [
    right(("", "configmaps", ""), &["create", "get"], Verdict::Refused, NOT_PUT),
    right(("batch", "jobs", ""), &["get", "patch"], Verdict::Refused, NOT_PUT),
];

pub(super) async fn look(cluster: &Cluster, draft: &Draft<'_>) -> Vec<Finding> {
    let mut wanted = Vec::new();
    if draft.follows {
        wanted.extend(FOLLOWING);
    }
    if draft.built.config_map.is_some() {
        wanted.extend(LARGE_INPUT);
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let rules = rules(cluster).await;
    let doubtful =
        wanted.into_iter().filter(|right| !right.verbs.iter().all(|verb| allows(&rules, *right, verb)));
    let missing = join_all(doubtful.map(async |right| (right, missing(cluster, right).await))).await;
    let is_lacking = missing.iter().any(|(_, verbs)| verbs.as_ref().is_ok_and(|verbs| !verbs.is_empty()));
    let user = if is_lacking { user(cluster).await } else { None };
    let finding = |(right, verbs): (Right, Result<Vec<&str>, Fault>)| match verbs {
        Ok(verbs) if verbs.is_empty() => None,
        Ok(verbs) => Some(lacking(right, &verbs, cluster.namespace(), user.as_deref())),
        Err(fault) => Some(Finding::not_checked("the rights to follow the run", cluster, fault)),
    };
    missing.into_iter().filter_map(finding).collect()
}

/// Who this user is for the cluster, where it says so.
async fn user(cluster: &Cluster) -> Option<String> {
    const PATH: &str = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let review = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"});
    let answer = cluster.ask(Ask::Post(&review), PATH).await.ok()?;
    answer["status"]["userInfo"]["username"].as_str().map(str::to_owned)
}

/// What this user may do in the namespace, in one request. It may be incomplete: what it does not name is asked for by name.
async fn rules(cluster: &Cluster) -> Vec<Value> {
    const PATH: &str = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    let review = json!({
        "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
        "spec": {"namespace": cluster.namespace()},
    });
    let answer = cluster.ask(Ask::Post(&review), PATH).await.unwrap_or_default();
    answer["status"]["resourceRules"].as_array().cloned().unwrap_or_default()
}

/// Whether one of the rules gives the verb, by the matching of `k8s.io/kubernetes/pkg/apis/rbac/v1` (`ResourceMatches`).
fn allows(rules: &[Value], right: Right, verb: &str) -> bool {
    let resource = right.name();
    let of_any = format!("*/{}", right.subresource);
    let has = |list: &Value, wanted: &[&str]| {
        list.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .any(|item| item == "*" || wanted.contains(&item))
    };
    rules.iter().any(|rule| {
        has(&rule["verbs"], &[verb])
            && has(&rule["apiGroups"], &[right.group])
            && has(&rule["resources"], &[&resource, &of_any])
            && rule["resourceNames"].as_array().is_none_or(Vec::is_empty)
    })
}

/// The verbs of a right that this user lacks, each asked for by name.
async fn missing(cluster: &Cluster, right: Right) -> Result<Vec<&'static str>, Fault> {
    let answers = join_all(right.verbs.iter().map(|verb| may(cluster, right, verb))).await;
    let mut missing = Vec::new();
    for (verb, answer) in right.verbs.iter().zip(answers) {
        if !answer? {
            missing.push(*verb);
        }
    }
    Ok(missing)
}

async fn may(cluster: &Cluster, right: Right, verb: &str) -> Result<bool, Fault> {
    const PATH: &str = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    let review = json!({
        "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": {
            "namespace": cluster.namespace(), "verb": verb,
            "group": right.group, "resource": right.resource, "subresource": right.subresource,
        }},
    });
    Ok(cluster.ask(Ask::Post(&review), PATH).await?["status"]["allowed"] == true)
}

fn lacking(right: Right, verbs: &[&str], namespace: &str, user: Option<&str>) -> Finding {
    let resource = right.name();
    let listed = match verbs {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        verbs => verbs.concat(),
    };
    let message = format!(
        "the right to {listed} {resource} in the namespace `{namespace}` is missing: {}",
        right.without
    );
    Finding::new(right.verdict, message, give_right(Some(namespace), user, (right.group, &resource), verbs))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PODS: Right = FOLLOWING[1];
    const LOGS: Right = FOLLOWING[2];

    fn rule(resource: &str) -> Value {
        json!({"apiGroups": [""], "resources": [resource], "verbs": ["get", "list"]})
    }

    #[test]
    fn a_rule_gives_what_it_names_and_stars_give_all() {
        assert!(allows(&[rule("pods")], PODS, "list"));
        assert!(!allows(&[rule("pods")], PODS, "watch"));
        assert!(!allows(&[rule("pods")], LOGS, "get"), "a subresource is a right of its own");
        assert!(allows(&[rule("pods/log")], LOGS, "get"));
        assert!(allows(&[rule("*/log")], LOGS, "get"));
        assert!(allows(&[json!({"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]})], LOGS, "get"));
        assert!(!allows(&[json!({"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"]})], PODS, "list"));
    }

    #[test]
    fn a_rule_for_named_objects_gives_no_right_to_the_rest() {
        let mut named = rule("pods");
        named["resourceNames"] = json!(["one"]);
        assert!(!allows(&[named], PODS, "list"));
    }

    #[test]
    fn a_missing_right_names_what_gives_it() {
        let found = lacking(LOGS, &["get"], "team", None);
        assert_eq!(
            found.message,
            "the right to get pods/log in the namespace `team` is missing: the task's log will not be shown"
        );
        assert_eq!(
            found.help,
            "whoever administers the namespace gives it with `kubectl create role podwright-pods-log --verb=get --resource=pods/log \
             --namespace=team` and `kubectl create rolebinding podwright-pods-log --role=podwright-pods-log --user=NAME \
             --namespace=team` (`kubectl auth whoami` prints the name)"
        );
    }
}
