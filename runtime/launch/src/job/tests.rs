use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::action::{Parent, Pod};

fn action(spec: Value) -> Action {
    Action {
        run: "process-abc".into(),
        name: "process-abc".into(),
        task: "process".into(),
        parent: None,
        pod: Pod {
            labels: vec![("team".into(), "ml".into())],
            annotations: vec![("note".into(), "x".into())],
            spec,
            primary: "primary".into(),
            ordinary: Vec::new(),
            architectures: vec!["amd64".into()],
        },
        input: json!({"cost": "$(HOME)"}),
        retries: 2,
        timeout: Some(Duration::from_secs(60)),
        start_timeout: Duration::from_secs(600),
        settings: json!({}),
    }
}

fn alone() -> Value {
    json!({"containers": [{"name": "primary", "image": "r/app@sha256:0"}]})
}

fn built(action: &Action) -> Built {
    build(action, "team").unwrap()
}

#[test]
fn a_sidecar_becomes_native_behind_the_templates_init_containers() {
    let spec = json!({
        "initContainers": [{"name": "first", "image": "i"}],
        "containers": [{"name": "side", "image": "s"}, {"name": "primary", "image": "p"}],
    });
    let pod = &built(&action(spec)).job["spec"]["template"]["spec"];
    assert_eq!(pod["containers"].as_array().unwrap().len(), 1);
    assert_eq!(pod["initContainers"][1]["name"], "side");
    assert_eq!(pod["initContainers"][1]["restartPolicy"], "Always");
    assert_eq!(pod["initContainers"][0]["restartPolicy"], Value::Null);
    assert_eq!(pod["terminationGracePeriodSeconds"], 5);
}

#[test]
fn an_ordinary_sidecar_stays_and_one_with_rules_of_its_own_must_be_one() {
    let spec = json!({"containers": [
        {"name": "primary", "image": "p"}, {"name": "side", "image": "s", "restartPolicy": "Never"},
    ]});
    let mut action = action(spec);
    assert_eq!(build(&action, "team"), Err(BuildError::OwnRestartPolicy("side".into())));
    action.pod.ordinary = vec!["side".into()];
    assert_eq!(built(&action).job["spec"]["template"]["spec"]["containers"][1]["restartPolicy"], "Never");
}

#[test]
fn the_job_retries_keeps_and_ends_as_the_action_says() {
    let job = built(&action(alone())).job;
    assert_eq!(job["spec"]["backoffLimit"], 2);
    assert_eq!(job["spec"]["ttlSecondsAfterFinished"], 604_800);
    assert_eq!(job["spec"]["template"]["spec"]["activeDeadlineSeconds"], 690);
    assert_eq!(job["spec"]["activeDeadlineSeconds"], 3 * (690 + 30 + 600) + 30);
    assert_eq!(job["spec"]["podFailurePolicy"]["rules"][1]["onExitCodes"]["containerName"], "primary");
}

#[test]
fn as_many_retries_as_a_job_has_end_before_the_job_controller_takes_their_time_for_negative() {
    let mut often = action(alone());
    often.retries = i32::MAX.unsigned_abs();
    let job = built(&often).job;
    assert_eq!(job["spec"]["backoffLimit"], i32::MAX);
    let seconds = job["spec"]["activeDeadlineSeconds"].as_i64().unwrap();
    assert_eq!(seconds, 9_223_372_036);
    assert!(seconds.checked_mul(1_000_000_000).is_some(), "`time.Duration(seconds) * time.Second`");
    often.retries += 1;
    assert_eq!(build(&often, "team"), Err(BuildError::TooManyRetries(2_147_483_648)));
}

#[test]
fn labels_of_the_template_and_of_the_run_stand_side_by_side() {
    let job = built(&action(alone())).job;
    let metadata = &job["spec"]["template"]["metadata"];
    assert_eq!(metadata["labels"]["team"], "ml");
    assert_eq!(metadata["labels"][labels::RUN], "process-abc");
    assert_eq!(metadata["annotations"]["note"], "x");
}

#[test]
fn the_primary_is_restricted_unless_the_template_says_otherwise() {
    let pod = &built(&action(alone())).job["spec"]["template"]["spec"];
    let context = &pod["containers"][0]["securityContext"];
    assert_eq!(context["allowPrivilegeEscalation"], false);
    assert_eq!(context["capabilities"]["drop"], json!(["ALL"]));
    assert_eq!(context["runAsNonRoot"], true);
    assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");

    let mut privileged = alone();
    privileged["containers"][0]["securityContext"] = json!({"privileged": true});
    let pod = &built(&action(privileged)).job["spec"]["template"]["spec"];
    assert_eq!(pod["containers"][0]["securityContext"], json!({"privileged": true}));
}

#[test]
fn a_child_is_owned_by_the_runs_root_and_has_no_time_to_live() {
    let mut child = action(alone());
    child.parent = Some(Parent { action: "parent".into(), owner: "root".into(), uid: "u".into() });
    let job = built(&child).job;
    assert_eq!(job["metadata"]["ownerReferences"][0]["uid"], "u");
    assert_eq!(job["spec"]["ttlSecondsAfterFinished"], Value::Null);
    assert_eq!(job["metadata"]["annotations"][labels::PARENT], "parent");
}

#[test]
fn a_small_input_travels_in_the_environment_as_it_is() {
    let job = built(&action(alone())).job;
    let env = job["spec"]["template"]["spec"]["containers"][0]["env"].as_array().unwrap();
    let input = env.iter().find(|variable| variable["name"] == wire::INPUT).unwrap();
    assert_eq!(input["value"], "{\"cost\":\"$$(HOME)\"}", "the kubelet turns $$ into $");
}

#[test]
fn a_large_input_is_put_beside_a_suspended_job() {
    let mut large = action(alone());
    let input = |length: usize| Value::from("x".repeat(length - 2));
    large.input = input(SMALL_INPUT + 1);
    let built = built(&large);
    assert_eq!(built.job["spec"]["suspend"], true);
    assert_eq!(built.job["metadata"]["annotations"][labels::AWAITS_INPUT], "process-abc-input");
    let config_map = built.config_map.unwrap();
    assert_eq!(config_map["data"]["input.json"].as_str().unwrap().len(), SMALL_INPUT + 1);
    let pod = &built.job["spec"]["template"]["spec"];
    assert_eq!(pod["containers"][0]["volumeMounts"][0]["mountPath"], "/run/podwright");

    large.input = input(LARGEST_CONFIG_MAP + 1);
    assert!(matches!(build(&large, "team"), Err(BuildError::InputTooLarge { size: 1_048_577, .. })));
}

#[test]
fn what_is_sent_decides_the_digest() {
    let one = action(alone());
    let mut two = one.clone();
    assert_eq!(built(&one).digest, built(&two).digest);
    two.retries = 3;
    assert_ne!(built(&one).digest, built(&two).digest);
    two = one.clone();
    two.input = json!({"cost": "$(USER)"});
    assert_ne!(built(&one).digest, built(&two).digest);
}

#[test]
fn the_order_of_keys_does_not_decide_the_digest_and_an_input_keeps_its_own() {
    let ordered = |forth: bool| {
        let pairs = || {
            let mut pairs = vec![("b".to_owned(), json!("1")), ("a".to_owned(), json!("2"))];
            if !forth {
                pairs.reverse();
            }
            pairs.into_iter().collect::<serde_json::Map<_, _>>()
        };
        let mut action =
            action(json!({"nodeSelector": pairs(), "containers": [{"name": "primary", "image": "i"}]}));
        (action.input, action.settings) = (json!({"map": pairs()}), json!({"labels": pairs()}));
        built(&action)
    };
    let (forth, back) = (ordered(true), ordered(false));
    assert_eq!(forth.digest, back.digest);
    let env = forth.job["spec"]["template"]["spec"]["containers"][0]["env"].as_array().unwrap();
    assert_eq!(env.last().unwrap()["value"], "{\"map\":{\"b\":\"1\",\"a\":\"2\"}}");
}

#[test]
fn a_read_only_root_still_has_a_tmp() {
    let mut spec = alone();
    spec["containers"][0]["securityContext"] = json!({"readOnlyRootFilesystem": true});
    let pod = &built(&action(spec)).job["spec"]["template"]["spec"];
    assert_eq!(pod["containers"][0]["volumeMounts"][0]["mountPath"], "/tmp");
    assert_eq!(pod["volumes"][0]["emptyDir"], json!({}));
}

#[test]
fn nodes_of_several_architectures_are_asked_for_in_each_alternative_of_the_template() {
    let term = |key: &str| json!({"matchExpressions": [{"key": key, "operator": "Exists"}]});
    let terms = json!([term("a"), term("b"), {"matchFields": []}]);
    let required = "requiredDuringSchedulingIgnoredDuringExecution";
    let mut spec = alone();
    spec["affinity"]["nodeAffinity"][required]["nodeSelectorTerms"] = terms;
    for (spec, number) in [(alone(), 1), (spec, 3)] {
        let mut action = action(spec);
        action.pod.architectures = vec!["amd64".into(), "arm64".into()];
        let built = built(&action);
        let pod = &built.job["spec"]["template"]["spec"];
        let terms = pod["affinity"]["nodeAffinity"][required]["nodeSelectorTerms"].as_array().unwrap();
        let wanted = json!({"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64", "arm64"]});
        let asks = |term: &&Value| term["matchExpressions"].as_array().unwrap().last() == Some(&wanted);
        assert_eq!((terms.len(), terms.iter().filter(asks).count()), (number, number), "{terms:?}");
        assert_eq!(pod["nodeSelector"], Value::Null);
        assert!(built.added.iter().any(|added| added.path == "spec.template.spec.affinity"));
    }
}
