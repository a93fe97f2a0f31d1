//! Inputs and results that are too large for the pod's environment and its termination message.

use podwright_launch::wire::{self, Order, Report, crc32};
use podwright_launch::{Error, Outcome};
use serde_json::{Value, json};

use crate::place::{place, reports, returns, script};

#[tokio::test]
async fn a_small_input_arrives_to_the_letter() {
    let place = place!("small");
    let mut action = script("small", &format!("printf %s \"${}\"; {}", wire::INPUT, returns(json!(null))));
    action.input = json!({"cost": "$(HOME) $$ $HOME", "name": "größe"});
    place.launch(&action).await;
    assert!(place.heard.all().contains(&format!("primary: {}", action.input)), "{:#?}", place.heard.all());
}

#[tokio::test]
async fn a_large_input_is_a_file() {
    let place = place!("large");
    let mut action = script("large", &format!("wc -c < {}; {}", wire::INPUT_FILE, returns(json!(null))));
    action.input = json!({"text": "x".repeat(500_000)});
    place.launch(&action).await;
    assert!(
        place.heard.all().contains(&format!("primary: {}", action.input.to_string().len())),
        "{:#?}",
        place.heard.all()
    );
    let owner = &place.get("configmap", "large-input")["metadata"]["ownerReferences"][0];
    assert_eq!(owner["name"], "large");
}

#[tokio::test]
async fn a_large_input_of_an_earlier_run_of_the_same_name_is_not_taken_for_this_ones() {
    let place = place!("stale");
    let owner = json!([{"apiVersion": "batch/v1", "kind": "Job", "name": "stale", "uid": "gone"}]);
    let left = json!({
        "apiVersion": "v1", "kind": "ConfigMap", "immutable": true, "data": {"input.json": "\"old\""},
        "metadata": {"name": "stale-input", "ownerReferences": owner},
    });
    let file = std::env::temp_dir().join(format!("{}.json", place.namespace));
    std::fs::write(&file, left.to_string()).unwrap();
    place.kubectl(&["create", "-f", file.to_str().unwrap()]);
    std::fs::remove_file(file).unwrap();
    let mut action = script("stale", &format!("wc -c < {}; {}", wire::INPUT_FILE, returns(json!(null))));
    action.input = json!("x".repeat(40_000));
    place.launch(&action).await;
    assert!(place.heard.all().contains(&"primary: 40002".to_owned()), "{:#?}", place.heard.all());
}

#[tokio::test]
async fn a_stored_result_is_fetched_and_checked() {
    let place = place!("stored");
    let value = json!("y".repeat(20_000));
    let checksum = crc32(value.to_string().as_bytes());
    let report =
        Report::Stored { config_map: format!("stored-result-{checksum:08x}"), length: 20_002, checksum };
    let action = script("stored", &format!("sleep 4; {}", reports(&report)));
    let (outcome, ()) = tokio::join!(place.launch(&action), async {
        place.heard.until("Started").await;
        let uid = place.get("job", "stored")["metadata"]["uid"].as_str().unwrap().to_owned();
        let kept = place.cluster.store_result(&order(&place.namespace), &uid, &value).await;
        assert_eq!(kept, Ok(report.clone()));
        assert_eq!(
            place.cluster.store_result(&order(&place.namespace), &uid, &value).await,
            Ok(report.clone()),
            "twice is once"
        );
    });
    assert_eq!(outcome, Outcome::Returned(value.to_string()));
}

#[tokio::test]
async fn a_result_over_a_mebibyte_is_refused_with_its_size() {
    let place = place!("huge");
    let value = Value::String("z".repeat(1 << 20));
    let refused = place.cluster.store_result(&order(&place.namespace), "uid", &value).await.unwrap_err();
    assert!(matches!(refused, Error::TooLarge { size: 1_048_578, .. }), "{refused}");
}

fn order(namespace: &str) -> Order {
    Order {
        run: "stored".into(),
        action: "stored".into(),
        task: "task".into(),
        namespace: namespace.into(),
        parent: None,
        timeout_ms: None,
        message_budget: 4096,
        settings: Value::Null,
    }
}
