//! The eight examples of the documentation.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::place::{Place, cluster, csi};

#[test]
fn basic_carries_labels_and_reads_environment_secret_and_file() {
    let place = Place::new("basic");
    place.kubectl(&["create", "secret", "generic", "api-keys", "--from-literal=primary=hunter2"]);
    place.kubectl(&["create", "configmap", "basic-settings", "--from-literal=mode=fast"]);
    let said = place.run("basic", &["run", "process", "--input", "a.csv", "-o", "json"]);
    assert_eq!(said.result(), "\"Processed a.csv at INFO in mode fast with a key of 7 characters\"");
    let metadata = &place.list("pods")[0]["metadata"];
    assert_eq!(metadata["labels"]["team"], "ml-platform");
    assert_eq!(metadata["labels"]["environment"], "production");
    assert_eq!(metadata["annotations"]["monitoring"], "enabled");
}

#[test]
fn a_volume_is_read_and_a_claim_outlives_the_run() {
    let place = Place::new("volume");
    std::fs::write(csi("your-csi-driver").join("input.txt"), "from the volume").unwrap();
    place.apply(
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: volume-state}, \
         spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}",
    );
    let run = || place.run("volume", &["run", "count_runs", "-o", "json"]);
    let result = |said: &str| serde_json::from_str::<Value>(said).unwrap();
    assert_eq!(result(run().result()), serde_json::json!(["from the volume", false, 1]));
    assert_eq!(result(run().result()), serde_json::json!(["from the volume", false, 2]));
}

#[test]
fn the_task_pushes_to_its_sidecar_and_the_metric_is_there_before_the_pod_ends() {
    let place = Place::new("sidecar");
    let mut running = place
        .program("sidecar")
        .args(["run", "push_metric", "--value", "4.5", "--linger", "6"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let metrics = || {
        let address = place.kubectl(&["get", "pods", "-o", "jsonpath={.items[*].status.podIP}"]);
        let output = cluster(&["ns", "curl", "-fsS", "-m", "2", &format!("http://{address}:9091/metrics")]);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    place.until("the metric", || metrics().contains("rows_processed{instance=\"\",job=\"example\"} 4.5"));
    assert!(running.wait().unwrap().success());
    place.until("the pod's own end", || place.list("pods")[0]["status"]["phase"] == "Succeeded");
}

#[test]
fn the_pod_ends_by_itself_when_the_task_fails() {
    let place = Place::new("sidecar-fail");
    place
        .run("sidecar", &["run", "push_metric", "--value", "1", "--fail"])
        .fails_in_log(1, &["told to fail"]);
    place.until("the pod's own end", || place.list("pods")[0]["status"]["phase"] == "Failed");
}

#[test]
fn the_value_does_not_wait_for_a_sidecar_that_ignores_sigterm() {
    let place = Place::new("stubborn");
    place.run("sidecar", &["package"]).result();
    let begun = Instant::now();
    assert_eq!(place.run("sidecar", &["run", "beside_a_stubborn_sidecar"]).result(), "42");
    let (value, pod) = (begun.elapsed(), || place.list("pods")[0]["status"]["phase"] == "Succeeded");
    assert!(!pod(), "the pod ended before the value was there");
    place.until("the pod's own end", pod);
    assert!(value + Duration::from_secs(2) < begun.elapsed(), "{value:?} of {:?}", begun.elapsed());
}

#[test]
fn a_private_image_needs_its_pull_secret_and_the_error_names_it() {
    let place = Place::new("pull-secret");
    place.run("pull_secret", &["run", "ask"]).fails(
        3,
        &[
            "the registry `127.0.0.1:5001`",
            "127.0.0.1:5001/sidecars/pushgateway:v1.5.1",
            "`my-registry-secret` does not exist",
        ],
    );
    place.kubectl(&[
        "create",
        "secret",
        "docker-registry",
        "my-registry-secret",
        "--docker-server=127.0.0.1:5001",
        "--docker-username=puller",
        "--docker-password=secret",
    ]);
    assert_eq!(place.run("pull_secret", &["run", "ask"]).result(), "true");
}

#[test]
fn what_one_cluster_wants_is_on_the_pod() {
    let place = Place::new("specific");
    assert_eq!(place.run("cluster_specific", &["run", "add", "--a", "2", "--b", "-5"]).result(), "-3");
    let metadata = &place.list("pods")[0]["metadata"];
    assert_eq!(metadata["annotations"]["iam.amazonaws.com/role"], "my-task-role");
    assert_eq!(metadata["annotations"]["cluster-autoscaler.kubernetes.io/safe-to-evict"], "false");
    assert_eq!(metadata["labels"]["cost-center"], "ml-team");
}

#[test]
fn a_bucket_is_listed_and_written() {
    let place = Place::new("gcs");
    let bucket = csi("my-bucket");
    std::fs::write(bucket.join("there.txt"), "x").unwrap();
    let _ = std::fs::remove_file(bucket.join("written.txt"));
    let words = ["run", "list_and_write", "--file", "written.txt", "--content", "hello", "-o", "json"];
    let names: Vec<String> = serde_json::from_str(place.run("gcs", &words).result()).unwrap();
    assert!(names.contains(&"there.txt".to_owned()), "{names:?}");
    assert_eq!(std::fs::read_to_string(bucket.join("written.txt")).unwrap(), "hello");
}

#[test]
fn the_task_begins_when_the_model_server_is_ready() {
    let place = Place::new("nim");
    assert_eq!(place.run("nim", &["run", "health"]).result(), "ready");
}

#[test]
fn the_stage_that_is_chosen_at_submission_takes_effect() {
    let place = Place::new("stages");
    place.kubectl(&["create", "serviceaccount", "least-privilege"]);
    let run = |stage: &str| {
        let output =
            place.program("environments").env("STAGE", stage).args(["run", "memory_limit"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    run("dev");
    assert_eq!(run("staging"), (256 << 20).to_string());
    assert_eq!(run("prod"), (512 << 20).to_string());
    let pods = place.list("pods");
    let of = |stage: &str| pods.iter().find(|pod| pod["metadata"]["labels"]["stage"] == stage).unwrap();
    let of_dev = &of("dev")["spec"]["containers"][0]["resources"];
    assert_eq!(*of_dev, serde_json::json!({"requests": {"cpu": "50m", "memory": "32Mi"}}));
    let prod = of("prod");
    assert_eq!(prod["spec"]["serviceAccountName"], "least-privilege");
    assert_eq!(prod["spec"]["containers"][0]["resources"]["requests"]["cpu"], "200m");
    assert!(prod["spec"]["affinity"].to_string().contains("podwright.dev/pool"));
}
