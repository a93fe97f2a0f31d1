//! What the look at the cluster before a run says, and that nothing is pushed where it refuses.

use std::path::PathBuf;

use podwright_examples::http;
use serde_json::{Value, json};

use crate::credentials::token;
use crate::place::{Place, Said, variable};
use crate::targets::ends_well;
use crate::way::kubeconfig;

const ADD: [&str; 6] = ["run", "add", "--a", "1", "--b", "2"];

/// Where a test pushes to: a repository that no other test has.
fn registry(place: &Place) -> String {
    format!("{}/{}", variable("PODWRIGHT_TEST_REGISTRY"), place.namespace)
}

fn run(place: &Place, bin: &str, words: &[&str]) -> Said {
    place.run(bin, &[words, &["--registry", &registry(place)]].concat())
}

/// Whether the registry has anything of this test's.
fn was_pushed(place: &Place) -> bool {
    let address = variable("PODWRIGHT_TEST_REGISTRY");
    let port = address.rsplit(':').next().unwrap().parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // The next one in the alphabet: the registry's list of all of them has no end.
    let next = format!("/v2/_catalog?n=1&last={}", place.namespace);
    let catalog = runtime.block_on(http::get(port, &next)).unwrap();
    catalog.contains(&format!("\"{}/", place.namespace))
}

/// A kubeconfig of a service account with these rules, and no other rights.
fn with_rights(place: &Place, rules: &Value) -> PathBuf {
    let mut config = kubeconfig(place);
    config["users"][0]["user"] = token(place, rules);
    let path = std::env::temp_dir().join(format!("{}-kubeconfig", place.namespace));
    std::fs::write(&path, config.to_string()).unwrap();
    path
}

fn create_jobs() -> Value {
    json!({"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["create"]})
}

#[test]
fn all_that_is_missing_is_named_at_once_before_anything_is_pushed() {
    let place = Place::new("missing");
    let said = run(&place, "basic", &["run", "process", "--input", "x"]);
    let secret = "the Secret `api-keys` does not exist in the namespace";
    let settings = "the ConfigMap `basic-settings` does not exist";
    said.fails(3, &[secret, "the variable `API_KEY`", "--from-literal=primary=", settings, "--no-preflight"]);
    assert!(place.list("jobs").is_empty() && !was_pushed(&place), "{said:?}");
    run(&place, "basic", &["package"]).result();
    assert!(was_pushed(&place), "the registry lists what is pushed");
}

#[test]
fn a_key_that_a_secret_or_a_config_map_lacks_is_named_with_those_it_has() {
    let place = Place::new("key");
    place.kubectl(&["create", "secret", "generic", "api-keys", "--from-literal=secondary=x"]);
    place.kubectl(&["create", "configmap", "basic-settings", "--from-literal=mode=fast"]);
    let said = run(&place, "basic", &["run", "process", "--input", "x"]);
    said.fails(3, &["the Secret `api-keys` has no key `primary`", "`secondary`", "nothing was pushed"]);
}

#[test]
fn a_missing_claim_is_named() {
    let place = Place::new("claim");
    let said = run(&place, "volume", &["run", "count_runs"]);
    said.fails(3, &["the PersistentVolumeClaim `volume-state` does not exist", "the volume `state`"]);
}

#[test]
fn a_missing_pull_secret_is_a_warning_since_the_image_may_come_all_the_same() {
    let place = Place::new("pull");
    let said = run(&place, "pull_secret", &["run", "ask", "--detach"]);
    let run = said.result();
    assert!(said.err.contains("warning: the pull secret `my-registry-secret` does not exist"), "{said:?}");
    place.run("pull_secret", &["abort", run]).result();
}

#[test]
fn a_missing_service_account_is_named_once() {
    let place = Place::new("account");
    let registry = registry(&place);
    let mut program = place.program("environments");
    let output = program.env("STAGE", "prod").args(["run", "memory_limit", "--registry", &registry]).output();
    let err = String::from_utf8(output.unwrap().stderr).unwrap();
    let missing = "error: the ServiceAccount `least-privilege` does not exist";
    assert!(err.contains(missing) && err.contains("kubectl create serviceaccount"), "{err}");
    assert!(!was_pushed(&place));
}

#[test]
fn nodes_of_another_architecture_are_refused_together_with_what_else_is_wrong() {
    let place = Place::new("arch");
    let said = run(&place, "failures", &["run", "run_elsewhere"]);
    let nodes = "the template asks for other nodes: `kubernetes.io/arch in (s390x)`";
    said.fails(3, &[nodes, "the PriorityClass `no-such-priority` does not exist", "2 reasons"]);
    assert!(!said.err.contains("no-such-secret"), "what is optional is not asked for: {said:?}");
    assert!(!was_pushed(&place));
}

#[test]
fn a_namespace_that_does_not_exist_is_all_that_is_said() {
    let place = Place::new("nowhere");
    let said = run(&place, "basic", &["run", "process", "--input", "x", "--namespace", "no-such-namespace"]);
    said.fails(3, &["the cluster has no namespace `no-such-namespace`"]);
    assert!(!said.err.contains("api-keys"), "{said:?}");
}

/// A feature that the node is said to have, until the test ends.
struct Feature<'p>(&'p Place, &'static str);

impl<'p> Feature<'p> {
    fn of_the_node(place: &'p Place, label: &'static str) -> Self {
        place.kubectl(&["label", "nodes", "--all", &format!("{label}=true")]);
        Self(place, label)
    }
}

impl Drop for Feature<'_> {
    fn drop(&mut self) {
        let _ = self.0.try_kubectl(&["label", "nodes", "--all", &format!("{}-", self.1)]);
    }
}

#[test]
fn a_program_for_newer_processors_than_the_nodes_have_is_refused_before_it_is_pushed() {
    let place = Place::new("level");
    let folder = std::env::temp_dir();
    let [source, program] =
        ["c", "out"].map(|end| folder.join(format!("{}.{end}", place.namespace)).display().to_string());
    std::fs::write(&source, "int main(void) { return 0; }").unwrap();
    if !ends_well("cc", &["-o", &program, &source, "-Wl,-z,x86-64-v4"]) {
        println!("skipped: a_program_for_newer_processors: `cc` makes no program for x86-64-v4 here");
        return;
    }
    let _node = Feature::of_the_node(&place, "feature.node.kubernetes.io/cpu-cpuid.AVX");
    let said = run(&place, "cluster_specific", &[&ADD[..], &["--binary", &program]].concat());
    let words = ["the program needs processors of x86-64-v4, and no node has one", "target-cpu=native"];
    said.fails(3, &words);
    assert!(!was_pushed(&place));
    for file in [source, program] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn without_the_right_to_create_jobs_what_gives_it_is_named_and_nothing_is_pushed() {
    let place = Place::new("no-jobs");
    let config = with_rights(&place, &json!([]));
    let words = [&ADD[..], &["--detach", "--kubeconfig", config.to_str().unwrap()]].concat();
    let right = "kubectl create role podwright-jobs --verb=create,";
    run(&place, "cluster_specific", &words).fails(3, &["may not create jobs in the namespace", right]);
    assert!(!was_pushed(&place));
}

#[test]
fn without_the_rights_to_follow_a_run_it_can_only_be_left() {
    let place = Place::new("no-watch");
    let config = with_rights(&place, &json!([create_jobs()]));
    let words = [&ADD[..], &["--kubeconfig", config.to_str().unwrap()]].concat();
    let said = run(&place, "cluster_specific", &words);
    said.fails(3, &["the right to list and watch pods", "the right to get, list and watch jobs", "--detach"]);
    assert!(said.err.contains(&format!("--serviceaccount={}:user", place.namespace)), "{said:?}");
    assert!(said.err.contains("warning: the right to get pods/log"), "{said:?}");
    assert!(!was_pushed(&place));
    run(&place, "cluster_specific", &[&words[..], &["--detach"]].concat()).result();
    place.until("the job", || place.list("jobs").len() == 1);
}

#[test]
fn what_may_not_be_looked_at_is_said_and_the_run_goes_on() {
    let place = Place::new("not-checked");
    place.kubectl(&["create", "secret", "generic", "api-keys", "--from-literal=primary=hunter2"]);
    place.kubectl(&["create", "configmap", "basic-settings", "--from-literal=mode=fast"]);
    let rules = json!([
        create_jobs(),
        {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": [""], "resources": ["pods/log"], "verbs": ["get"]},
        {"apiGroups": [""], "resources": ["events"], "verbs": ["list", "watch"]},
    ]);
    let config = with_rights(&place, &rules);
    let words = ["run", "process", "--input", "x", "--kubeconfig", config.to_str().unwrap()];
    let said = run(&place, "basic", &words);
    assert!(said.result().contains("Processed x"), "{said:?}");
    let line = said.err.lines().find(|line| line.starts_with("not checked: ")).unwrap();
    for word in
        ["the Secret `api-keys`", "the ConfigMap", "the nodes' processors", "admission says of the pod"]
    {
        assert!(line.contains(word), "`{word}`: {line}");
    }
    assert!(line.contains("may not get secrets in the namespace"), "{line}");
    assert_eq!(said.err.matches("warning: ").count(), 1, "{said:?}");
    assert!(said.err.contains("warning: the right to get configmaps"), "{said:?}");
}

#[test]
fn pod_security_refuses_a_pod_before_anything_is_pushed() {
    let place = Place::new("pod-security");
    place.kubectl(&["label", "namespace", &place.namespace, "pod-security.kubernetes.io/enforce=restricted"]);
    let said = run(&place, "nim", &["run", "health"]);
    said.fails(3, &["Pod Security forbids the pod", "nvidia-nim", "nothing was pushed"]);
    assert!(place.list("jobs").is_empty() && !was_pushed(&place));
}

#[test]
fn a_quota_that_can_never_have_room_is_refused_and_one_that_is_full_is_a_warning() {
    let place = Place::new("quota");
    place.kubectl(&["create", "quota", "rq", "--hard=pods=0"]);
    place.until("the quota", || place.kubectl(&["get", "quota", "rq", "-o", "json"]).contains("\"used\""));
    let said = run(&place, "cluster_specific", &ADD);
    said.fails(3, &["the pod asks for more than the namespace's whole quota", "exceeded quota: rq"]);
    assert!(place.list("jobs").is_empty() && !was_pushed(&place));

    place.kubectl(&["delete", "quota", "rq"]);
    run(&place, "failures", &["run", "sleep", "--seconds", "300", "--detach", "-q"]).result();
    place.until("the pod", || place.list("pods").len() == 1);
    place.kubectl(&["create", "quota", "full", "--hard=pods=1"]);
    place.until("the full quota", || {
        place.kubectl(&["get", "quota", "full", "-o", "jsonpath={.status.used.pods}"]) == "1"
    });
    let said = run(&place, "cluster_specific", &[&ADD[..], &["--detach"]].concat());
    assert!(!said.result().is_empty());
    assert!(said.err.contains("warning: the namespace's quota is used up: exceeded quota: full"), "{said:?}");
}

#[test]
fn a_limit_of_the_namespace_is_refused_before_anything_is_pushed() {
    let place = Place::new("limits");
    place.apply(
        "{apiVersion: v1, kind: LimitRange, metadata: {name: small}, \
         spec: {limits: [{type: Container, max: {memory: 64Mi}}]}}",
    );
    let said = run(&place, "cluster_specific", &[&ADD[..], &["--memory", "1Gi"]].concat());
    said.fails(3, &["maximum memory usage per Container is 64Mi"]);
    assert!(!was_pushed(&place));
}

#[test]
fn an_image_that_is_given_runs_on_nodes_of_its_architecture() {
    let place = Place::new("given");
    let image = run(&place, "cluster_specific", &["package", "-q"]);
    let words = [&ADD[..], &["--image", image.result()]].concat();
    assert_eq!(run(&place, "cluster_specific", &words).result(), "3");
    let architecture = &place.list("pods")[0]["spec"]["nodeSelector"]["kubernetes.io/arch"];
    assert_eq!(*architecture, if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" });
}
