//! How pods end: sidecars that outlive the primary, deadlines, and what a program that dies leaves behind.

use std::time::Duration;

use podwright_launch::wire::Report;
use podwright_launch::{Action, Failure, FailureKind, Outcome, runs};
use serde_json::json;

use crate::place::{Place, action, deaf, place, reports, returns, script, shell};

fn with_ordinary(run: &str, primary: &str) -> Action {
    let mut action =
        action(run, json!({"containers": [shell(primary), deaf()], "terminationGracePeriodSeconds": 1}));
    action.pod.ordinary = vec!["deaf".into()];
    action
}

#[tokio::test]
async fn an_ordinary_sidecar_is_ended_after_the_primary_and_the_value_stays() {
    let place = place!("ordinary");
    let action = with_ordinary("ordinary", &returns(json!("kept")));
    assert_eq!(place.launch(&action).await, Outcome::Returned("\"kept\"".into()));
    place.until("the pod's end", || place.pods()[0]["status"]["phase"] == "Failed").await;
    assert_eq!(place.pods()[0]["status"]["reason"], "DeadlineExceeded");
    place.until("the job's end", || place.get("job", "ordinary")["status"]["failed"] == 1).await;
    assert_eq!(place.pods().len(), 1, "it is not run again");
    place.kubectl(&["delete", "pods", "--all"]);
    assert_eq!(
        place.launch(&action).await,
        Outcome::Returned("\"kept\"".into()),
        "the job itself knows the value"
    );
    assert_eq!(runs::get(&place.cluster, "ordinary").await.unwrap()[0].state, runs::State::Succeeded);
}

#[tokio::test]
async fn an_ordinary_sidecar_does_not_hold_up_the_next_attempt() {
    let place = place!("ordinary-retry");
    let failure = Failure { kind: FailureKind::Error, message: "no".into(), causes: vec![], help: None };
    let mut action =
        with_ordinary("ordinary-retry", &format!("{}; exit 1", reports(&Report::Failed(failure.clone()))));
    action.retries = 1;
    assert_eq!(place.fails(&action).await, failure);
    assert_eq!(place.pods().len(), 2);
}

#[tokio::test]
async fn a_pods_deadline_keeps_pod_and_log() {
    let place = place!("deadline");
    let mut action = script("deadline", "echo begun; sleep 1000");
    action.timeout = Some(Duration::from_secs(1));
    // Long enough to start beside every other test: it is the deadline that is to pass here.
    action.start_timeout = Duration::from_secs(15);
    action.pod.spec["terminationGracePeriodSeconds"] = 2.into();
    let failure = place.fails(&action).await;
    assert_eq!(failure.kind, FailureKind::Timeout, "{failure:?}");
    assert_eq!(place.kubectl(&["logs", "job/deadline"]), "begun");
}

async fn dies(place: &Place, action: &Action, kind: FailureKind, words: &str) {
    let failure = place.fails(action).await;
    assert_eq!(failure.kind, kind, "{failure:?}");
    assert!(failure.message.contains(words), "{failure:?}");
    assert!(failure.help.is_some(), "{failure:?}");
}

#[tokio::test]
async fn memory_that_runs_out_is_told_from_a_kill() {
    let place = place!("memory");
    let mut action = script("memory", "tail /dev/zero");
    action.pod.spec["containers"][0]["resources"] = json!({"limits": {"memory": "24Mi"}});
    dies(&place, &action, FailureKind::OutOfMemory, "ran out of memory").await;
}

#[tokio::test]
async fn a_program_that_ends_without_a_report_is_told_by_its_status() {
    let place = place!("exits");
    dies(&place, &script("zero", "exit 0"), FailureKind::Exit, "without a result").await;
    dies(&place, &script("three", "echo last words; exit 3"), FailureKind::Exit, "exit status 3").await;
    let library = "echo 'app: error while loading shared libraries: libfoo.so.1: cannot open shared object file' >&2; exit 127";
    dies(&place, &script("library", library), FailureKind::NotStarted, "libfoo.so.1").await;
}

#[tokio::test]
async fn a_program_that_is_no_program_of_this_machine_says_so() {
    let place = place!("format");
    let maker = json!({
        "name": "maker", "image": "busybox", "imagePullPolicy": "IfNotPresent", "volumeMounts": [{"name": "bin", "mountPath": "/x"}],
        "command": ["sh", "-c", "printf '\\177ELF\\002\\001\\001garbage' > /x/arm; printf '#!/no/interp\\n' > /x/script; chmod +x /x/*"],
    });
    let runs = |run: &str, program: &str| {
        let mut primary = shell("");
        primary["command"] = json!([program]);
        primary["volumeMounts"] = json!([{"name": "bin", "mountPath": "/x"}]);
        action(
            run,
            json!({"initContainers": [maker.clone()], "containers": [primary], "volumes": [{"name": "bin", "emptyDir": {}}]}),
        )
    };
    dies(&place, &runs("arm", "/x/arm"), FailureKind::NotStarted, "another architecture").await;
    dies(&place, &runs("interp", "/x/script"), FailureKind::NotStarted, "no such file").await;
    dies(&place, &runs("nothing", "/x/nothing"), FailureKind::NotStarted, "/x/nothing").await;
}

#[tokio::test]
async fn a_pod_that_somebody_deletes_counts_as_terminated() {
    let place = place!("deleted");
    let action = script("deleted", "trap 'exit 143' TERM; sleep 1000 & wait");
    let (failure, ()) = tokio::join!(place.fails(&action), async {
        place.heard.until("Started").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        place.kubectl(&["delete", "pods", "--all", "--wait=false"]);
    });
    assert_eq!(failure.kind, FailureKind::Terminated, "{failure:?}");
}
