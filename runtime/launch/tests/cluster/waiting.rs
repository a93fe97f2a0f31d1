//! Actions that do not start: each cause in one line, soon after the cluster shows it.

use std::time::Duration;

use podwright_launch::{Action, FailureKind, runs};
use serde_json::{Value, json};

use crate::place::{Place, action, place, returns, script, shell};

/// Launches the action until it has said why it waits, then ends it.
async fn waits(place: &Place, action: &Action, words: &str, within: Duration) {
    let launcher = place.launcher(&action.run);
    let (_, ()) = tokio::join!(launcher.launch(action, podwright_launch::Logs::None), async {
        place.heard.until("waiting").await;
        runs::abort(&place.cluster, &action.run).await.unwrap();
    });
    let said = place.heard.all().into_iter().find(|said| said.starts_with("waiting")).unwrap();
    assert!(said.contains(words), "{said}");
    let took = place.heard.when("waiting").unwrap().saturating_sub(place.heard.when("Created").unwrap());
    assert!(took < within, "{took:?}: {said}");
}

fn primary_with(run: &str, field: &str, value: Value) -> Action {
    let mut action = script(run, &returns(json!(1)));
    action.pod.spec["containers"][0][field] = value;
    action
}

#[tokio::test]
async fn more_than_any_node_has_is_unschedulable() {
    let place = place!("unschedulable");
    let action = primary_with("unschedulable", "resources", json!({"requests": {"memory": "900Gi"}}));
    waits(
        &place,
        &action,
        "waiting Unschedulable: no node takes the pod: 0/1 nodes are available: 1 Insufficient memory",
        Duration::from_secs(2),
    )
    .await;
}

#[tokio::test]
async fn a_label_that_no_node_has_is_unschedulable() {
    let place = place!("selector");
    let mut action = script("selector", "true");
    action.pod.spec["nodeSelector"] = json!({"gpu": "h100"});
    waits(&place, &action, "node affinity/selector", Duration::from_secs(2)).await;
}

#[tokio::test]
async fn a_secret_of_the_environment_that_is_missing_is_named() {
    let place = place!("secret");
    let from =
        json!([{"name": "KEY", "valueFrom": {"secretKeyRef": {"name": "api-keys", "key": "primary"}}}]);
    waits(&place, &primary_with("secret", "env", from), "\"api-keys\" not found", Duration::from_secs(4))
        .await;
}

fn mounts(run: &str, source: Value) -> Action {
    let mut volume = source;
    volume["name"] = "data".into();
    let mut primary = shell("true");
    primary["volumeMounts"] = json!([{"name": "data", "mountPath": "/data"}]);
    action(run, json!({"containers": [primary], "volumes": [volume]}))
}

#[tokio::test]
async fn volumes_that_cannot_be_mounted_are_named() {
    let place = place!("configmap");
    let missing = mounts("configmap", json!({"configMap": {"name": "settings"}}));
    waits(
        &place,
        &missing,
        "the ConfigMap `settings` of the volume `data` does not exist",
        Duration::from_secs(4),
    )
    .await;
    let place = place!("csi");
    waits(
        &place,
        &mounts("csi", json!({"csi": {"driver": "nobody.example"}})),
        "nobody.example",
        Duration::from_secs(4),
    )
    .await;
    let place = place!("claim");
    let claim = mounts("claim", json!({"persistentVolumeClaim": {"claimName": "nope"}}));
    waits(&place, &claim, "PersistentVolumeClaim `nope` does not exist", Duration::from_secs(3)).await;
}

#[tokio::test]
async fn a_used_up_quota_is_waited_for() {
    let place = place!("quota");
    place.kubectl(&["create", "quota", "rq", "--hard=pods=0"]);
    place.until("the quota", || place.get("quota", "rq")["status"]["hard"]["pods"] == "0").await;
    waits(
        &place,
        &script("quota", "true"),
        "waiting Quota: the namespace's quota is used up",
        Duration::from_secs(4),
    )
    .await;
}

#[tokio::test]
async fn a_sidecar_that_never_gets_ready_is_named() {
    let place = place!("sidecar");
    let side = json!({
        "name": "side", "image": "busybox", "imagePullPolicy": "IfNotPresent", "command": ["sleep", "1000"],
        "startupProbe": {"exec": {"command": ["false"]}, "periodSeconds": 1, "failureThreshold": 100},
    });
    let action = action("sidecar", json!({"containers": [shell("true"), side]}));
    waits(&place, &action, "waiting Sidecar", Duration::from_secs(6)).await;
}

async fn gives_up(place: &Place, action: &Action, words: &str) {
    let failure = place.fails(action).await;
    assert_eq!(failure.kind, FailureKind::NotStarted, "{failure:?}");
    assert!(failure.message.contains(words), "{failure:?}");
    place
        .until("the job's end", || {
            let conditions = place.get("job", &action.run)["status"]["conditions"].to_string();
            conditions.contains("\"Failed\"")
        })
        .await;
    let known = runs::get(&place.cluster, &action.run).await.unwrap();
    assert_eq!(
        (known[0].state, known[0].why.as_deref()),
        (runs::State::Failed, Some(failure.message.as_str()))
    );
    assert_eq!(place.fails(action).await, failure, "taken up again, it says the same");
}

#[tokio::test]
async fn an_image_that_is_not_there_is_given_up_after_the_second_try() {
    let place = place!("image");
    let action = primary_with("image", "image", json!("nobody/nothing:1"));
    gives_up(&place, &action, "the registry `docker.io` has no image `nobody/nothing:1`").await;
}

#[tokio::test]
async fn a_root_image_that_may_not_be_root_is_given_up() {
    let place = place!("root");
    gives_up(&place, &primary_with("root", "securityContext", json!({})), "runs as root").await;
}

#[tokio::test]
async fn pod_security_gives_its_reason() {
    let place = place!("psa");
    place.kubectl(&["label", "namespace", &place.namespace, "pod-security.kubernetes.io/enforce=restricted"]);
    let mut action = script("psa", &returns(json!(1)));
    assert_eq!(
        place.launch(&action).await,
        podwright_launch::Outcome::Returned("1".into()),
        "the primary is restricted"
    );
    (action.run, action.name) = ("psa-host".into(), "psa-host".into());
    action.pod.spec["hostNetwork"] = true.into();
    gives_up(&place, &action, "violates PodSecurity").await;
}

#[tokio::test]
async fn what_does_not_come_is_given_up_at_the_start_timeout() {
    let place = place!("late");
    let mut action = primary_with("late", "envFrom", json!([{"configMapRef": {"name": "settings"}}]));
    action.start_timeout = Duration::from_secs(5);
    gives_up(&place, &action, "did not start within 5 seconds").await;
}
