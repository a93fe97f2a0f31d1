//! Who may launch: the Role of `role()`, nothing less, and credentials that are no good.

use std::fs;

use podwright_launch::{Cluster, Error, LaunchError, Launcher, Logs, Outcome, Settings, role, runs};
use serde_json::{Value, json};

use crate::place::{Place, place, returns, script};

/// A cluster as this bearer of a token sees it.
async fn as_bearer(place: &Place, token: &str) -> Cluster {
    let view = crate::place::kubectl(&["config", "view", "--raw", "--minify", "-o", "json"]).unwrap();
    let mut config: Value = serde_json::from_str(&view).unwrap();
    config["users"][0]["user"] = json!({"token": token});
    let path = std::env::temp_dir().join(format!("{}-kubeconfig", place.namespace));
    fs::write(&path, config.to_string()).unwrap();
    let settings = Settings {
        kubeconfig: Some(path.clone()),
        namespace: Some(place.namespace.clone()),
        ..Settings::default()
    };
    let cluster = Cluster::connect(&settings).await.unwrap();
    fs::remove_file(path).unwrap();
    cluster
}

async fn as_account(place: &Place) -> Cluster {
    place.kubectl(&["create", "serviceaccount", "launcher"]);
    as_bearer(place, &place.kubectl(&["create", "token", "launcher"])).await
}

#[tokio::test]
async fn the_role_is_enough_to_launch_follow_and_abort() {
    let place = place!("role");
    let cluster = as_account(&place).await;
    let file = std::env::temp_dir().join(format!("{}-role.json", place.namespace));
    let role = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "launcher"}, "rules": role()});
    fs::write(&file, role.to_string()).unwrap();
    place.kubectl(&["apply", "-f", file.to_str().unwrap()]);
    fs::remove_file(file).unwrap();
    let account = format!("{}:launcher", place.namespace);
    place.kubectl(&[
        "create",
        "rolebinding",
        "launcher",
        "--role=launcher",
        &format!("--serviceaccount={account}"),
    ]);

    let mut action = script("role", &format!("sleep 2; echo hello; {}", returns(json!(1))));
    action.input = json!("x".repeat(40_000));
    let launcher = Launcher::new(cluster.clone(), "role", place.heard.clone());
    assert_eq!(launcher.launch(&action, Logs::Primary).await, Ok(Outcome::Returned("1".into())));
    assert!(place.heard.all().contains(&"primary: hello".to_owned()), "{:#?}", place.heard.all());
    assert_eq!(runs::abort(&cluster, "role").await.unwrap().len(), 1);
}

#[tokio::test]
async fn without_the_role_the_missing_rule_is_named() {
    let place = place!("no-role");
    let cluster = as_account(&place).await;
    let launcher = Launcher::new(cluster, "no-role", place.heard.clone());
    let refused = launcher.launch(&script("no-role", "true"), Logs::None).await.unwrap_err();
    let LaunchError::Cluster(error @ Error::Forbidden { .. }) = &refused else { panic!("{refused:?}") };
    assert!(error.to_string().contains("may not create jobs in the namespace"), "{error}");
    assert!(
        error.help().contains("--verb=create,get,list,watch,patch,delete --resource=jobs.batch"),
        "{}",
        error.help()
    );
}

#[tokio::test]
async fn credentials_that_are_no_good_are_said_to_be() {
    let place = place!("token");
    let cluster = as_bearer(&place, "expired").await;
    let refused = runs::list(&cluster).await.unwrap_err();
    assert!(matches!(refused, Error::Credentials { .. }), "{refused}");
    let launcher = Launcher::new(cluster, "token", place.heard.clone());
    let refused = launcher.launch(&script("token", "true"), Logs::None).await.unwrap_err();
    assert!(matches!(refused, LaunchError::Cluster(Error::Credentials { .. })), "{refused}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_at_once() {
    let path = std::env::temp_dir().join(format!("launch-nowhere-{}", std::process::id()));
    let context = r#"{"name": "c", "context": {"cluster": "c"}}"#;
    let cluster = r#"{"name": "c", "cluster": {"server": "https://127.0.0.1:1"}}"#;
    fs::write(
        &path,
        format!(r#"{{"current-context": "c", "contexts": [{context}], "clusters": [{cluster}]}}"#),
    )
    .unwrap();
    let cluster =
        Cluster::connect(&Settings { kubeconfig: Some(path.clone()), ..Settings::default() }).await.unwrap();
    fs::remove_file(path).unwrap();
    let begun = std::time::Instant::now();
    let error = runs::list(&cluster).await.unwrap_err();
    assert!(matches!(&error, Error::Unreachable { server, .. } if server.contains("127.0.0.1:1")), "{error}");
    assert!(begun.elapsed() < std::time::Duration::from_secs(6));
}
