//! The rights that launching takes.

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
