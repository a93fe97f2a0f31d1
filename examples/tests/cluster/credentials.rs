//! Who may launch: credentials that are refused or do not come, and rights that are missing, each with what to do.

use serde_json::{Value, json};

use crate::place::{Place, Said, variable};
use crate::way::Way;

fn as_user(place: &Place, user: &Value, words: &[&str]) -> Said {
    let way = Way::to_the_server(place);
    way.log_in_with(user);
    way.run(place, words).end()
}

#[test]
fn a_token_that_is_refused_says_to_log_in_again() {
    let place = Place::new("token");
    for words in [&["run", "sleep", "--seconds", "1"][..], &["runs"]] {
        as_user(&place, &json!({"token": "expired"}), words)
            .fails(3, &["does not accept the credentials", "log in again"]);
    }
    assert!(place.list("jobs").is_empty());
}

#[test]
fn a_credential_plugin_that_fails_or_is_missing_is_named() {
    let place = Place::new("plugin");
    let plugin = |command: &str, script: &str| {
        let exec = json!({
            "apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never",
            "command": command, "args": ["-c", script],
        });
        as_user(&place, &json!({"exec": exec}), &["runs"])
    };
    plugin("sh", "echo session has ended >&2; exit 3").fails(
        3,
        &["the credential plugin `sh` failed with exit status: 3: session has ended", "log in with it"],
    );
    plugin("sh", "echo {}").fails(3, &["the credential plugin `sh` gave no credentials"]);
    plugin("no-such-plugin", "")
        .fails(3, &["the credential plugin `no-such-plugin` cannot be run: No such file", "install it"]);
}

/// The token of an account with these rules in a Role, and no other rights.
pub(crate) fn token(place: &Place, rules: &Value) -> Value {
    place.kubectl(&["create", "serviceaccount", "user"]);
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "user"}, "rules": rules,
    });
    place.apply(&role.to_string());
    let account = format!("--serviceaccount={}:user", place.namespace);
    place.kubectl(&["create", "rolebinding", "user", "--role=user", &account]);
    json!({"token": place.kubectl(&["create", "token", "user"])})
}

#[test]
fn a_user_who_may_not_create_jobs_is_told_what_gives_the_right() {
    let place = Place::new("may-not");
    let pods = json!({"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]});
    let user = token(&place, &json!([pods]));
    as_user(&place, &user, &["run", "sleep", "--seconds", "1", "--no-preflight"]).fails(
        3,
        &[
            "may not create jobs in the namespace",
            "kubectl create role podwright-jobs --verb=create,get,list,watch,patch,delete --resource=jobs.batch --namespace=",
        ],
    );
}

#[test]
fn a_user_who_may_launch_and_not_look_is_told_the_right_and_how_to_come_back() {
    let place = Place::new("may-not-look");
    let rules = json!([
        {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["create", "get", "list", "watch", "patch"]},
        {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create", "get"]},
    ]);
    let user = token(&place, &rules);
    let said =
        as_user(&place, &user, &["run", "sleep", "--seconds", "1", "--name", "unseen", "--no-preflight"]);
    said.fails(3, &["may not", "pods in the namespace", "the run `unseen` goes on", "failures wait unseen"]);
    assert_eq!(place.run("failures", &["wait", "unseen"]).result(), "null");
}

#[test]
fn a_registry_that_lets_nobody_in_says_how_to_log_in() {
    let place = Place::new("push-denied");
    let mut program = place.program("failures");
    let registry = variable("PODWRIGHT_TEST_PRIVATE_REGISTRY");
    program.env("PODWRIGHT_REGISTRY", format!("{registry}/x")).env("DOCKER_CONFIG", "/nowhere");
    crate::running::Running::start(program.args(["package"])).end().fails(
        3,
        &["does not let us push to `x/failures`", &format!("log in with `docker login {registry}`")],
    );
}
