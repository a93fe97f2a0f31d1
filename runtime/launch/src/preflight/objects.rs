//! Whether an object that a pod names is there, with the keys that the pod wants of it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::references::{Kind, Reference};
use super::{Finding, Verdict};
use crate::cluster::{Ask, Cluster};

pub(super) async fn look(cluster: &Cluster, reference: &Reference) -> Vec<Finding> {
    let (group, plural) = reference.kind.resource();
    let namespace = cluster.namespace();
    let place =
        if reference.kind.is_namespaced() { format!("/namespaces/{namespace}") } else { String::new() };
    let path = format!("{group}{place}/{plural}/{}", reference.name);
    // No more of it is read than is needed: data only where a key is wanted.
    let ask = if reference.keys.is_empty() { Ask::Metadata } else { Ask::Get };
    match cluster.ask(ask, &path).await {
        Ok(object) => missing_keys(reference, &object),
        Err(fault) if fault.is_not_found() => vec![missing(reference, namespace)],
        Err(fault) => {
            let what = format!("the {} `{}`", reference.kind.as_str(), reference.name);
            vec![Finding::not_checked(what, cluster, fault)]
        }
    }
}

fn missing(reference: &Reference, namespace: &str) -> Finding {
    let Reference { kind, name, place, keys } = reference;
    let what = kind.as_str();
    if *kind == Kind::PullSecret {
        let message = format!("the pull secret `{name}` does not exist in the namespace `{namespace}`");
        let help = format!(
            "images that need it will not come: `kubectl create secret docker-registry {name} -n {namespace} …`"
        );
        return Finding::new(Verdict::Warning, message, help);
    }
    let whereabouts =
        if kind.is_namespaced() { format!(" in the namespace `{namespace}`") } else { String::new() };
    let message = format!("the {what} `{name}` does not exist{whereabouts} ({place})");
    let literals: String = keys.iter().map(|(key, _)| format!(" --from-literal={key}=…")).collect();
    let help = match kind {
        Kind::Secret => format!(
            "`kubectl create secret generic {name} -n {namespace}{literals}` makes it; `optional: true` does without"
        ),
        Kind::ConfigMap => format!(
            "`kubectl create configmap {name} -n {namespace}{literals}` makes it; `optional: true` does without"
        ),
        Kind::ServiceAccount => format!("`kubectl create serviceaccount {name} -n {namespace}` makes it"),
        Kind::Claim => "create the claim, or choose its namespace with `--namespace`".to_owned(),
        _ => format!("check the name: `kubectl get {}` lists those that exist", what.to_lowercase()),
    };
    Finding::new(Verdict::Missing, message, help)
}

fn missing_keys(reference: &Reference, object: &Value) -> Vec<Finding> {
    let Reference { kind, name, keys, .. } = reference;
    let there: BTreeSet<&str> = ["data", "binaryData"]
        .into_iter()
        .filter_map(|field| object[field].as_object())
        .flat_map(|data| data.keys().map(String::as_str))
        .collect();
    let known = there.iter().copied().collect::<Vec<_>>().join("`, `");
    let missing = keys.iter().filter(|(key, _)| !there.contains(key.as_str()));
    missing
        .map(|(key, place)| {
            let message = format!("the {} `{name}` has no key `{key}` ({place})", kind.as_str());
            let help = if there.is_empty() {
                "add the key: it has none at all".to_owned()
            } else {
                format!("add the key, or name one that it has: `{known}`")
            };
            Finding::new(Verdict::Missing, message, help)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reference(kind: Kind, keys: &[&str]) -> Reference {
        let keys = keys.iter().map(|key| ((*key).to_owned(), format!("the variable `{key}`"))).collect();
        Reference { kind, name: "x".into(), place: "the volume `v`".into(), keys }
    }

    #[test]
    fn a_key_that_is_missing_is_named_with_those_that_are_there() {
        let object = json!({"data": {"a": "MQ=="}, "binaryData": {"b": "MQ=="}});
        let found = missing_keys(&reference(Kind::ConfigMap, &["a", "b", "c"]), &object);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "the ConfigMap `x` has no key `c` (the variable `c`)");
        assert_eq!(found[0].help, "add the key, or name one that it has: `a`, `b`");
    }

    #[test]
    fn a_missing_object_says_how_it_is_made() {
        let found = missing(&reference(Kind::Secret, &["k"]), "team");
        assert_eq!(found.message, "the Secret `x` does not exist in the namespace `team` (the volume `v`)");
        assert!(
            found.help.starts_with("`kubectl create secret generic x -n team --from-literal=k=…`"),
            "{found:?}"
        );
        let cluster_wide = missing(&reference(Kind::RuntimeClass, &[]), "team");
        assert_eq!(cluster_wide.message, "the RuntimeClass `x` does not exist (the volume `v`)");
    }

    #[test]
    fn a_missing_pull_secret_is_a_warning() {
        assert_eq!(missing(&reference(Kind::PullSecret, &[]), "team").verdict, Verdict::Warning);
    }
}
