//! The whole look, at clusters that the throwaway one cannot be: nodes of other kinds, servers that say little.

use http::{Request, Response};
use http_body_util::BodyExt as _;
use kube::Client;
use kube::client::Body;
use serde_json::{Value, json};

use super::*;

/// A cluster that answers by the path: the first part that the path and query have wins; `{}` where none does.
fn cluster(answers: Vec<(&'static str, u16, Value)>) -> Cluster {
    let service = tower::service_fn(move |request: Request<Body>| {
        let path = request.uri().to_string();
        let answer = answers.iter().find(|(part, ..)| path.contains(part));
        let (status, body) = answer.map_or((200, json!({})), |(_, status, body)| (*status, body.clone()));
        let answer = Response::builder().status(status).body(Body::from(body.to_string().into_bytes()));
        async move { Ok::<_, std::convert::Infallible>(answer.expect("the status is one")) }
    });
    Cluster::scripted(Client::new(service, "ns"))
}

fn built(spec: Value) -> Built {
    let job = json!({
        "metadata": {"name": "j"},
        "spec": {"template": {"metadata": {"labels": {}}, "spec": spec}},
    });
    Built {
        job,
        config_map: None,
        digest: String::new(),
        added: Vec::new(),
        unrestricted: Vec::new(),
        primary: "primary".into(),
    }
}

/// What is found for a program of this level, built for `amd64`, that is not followed.
async fn found(cluster: &Cluster, spec: Value, level: Option<&str>) -> Vec<(Verdict, String)> {
    let built = built(spec);
    let architectures = &["amd64".to_owned()];
    let draft = Draft { built: &built, follows: false, architectures, level };
    let findings = look(cluster, &draft).await.expect("the server answers");
    findings.into_iter().map(|finding| (finding.verdict, finding.message)).collect()
}

fn nodes(labels: &[Value]) -> Value {
    let nodes: Vec<_> = labels.iter().map(|labels| json!({"metadata": {"labels": labels}})).collect();
    json!({"metadata": {}, "items": nodes})
}

const AMD64: &str = "nodes?labelSelector=kubernetes.io%2Farch+in+%28amd64%29";

#[tokio::test]
async fn an_architecture_that_the_template_names_too_is_asked_for_once() {
    let once = "nodes?labelSelector=kubernetes.io%2Farch+in+%28amd64%29&limit=";
    let node = nodes(&[json!({"kubernetes.io/arch": "amd64"})]);
    let cluster = cluster(vec![(once, 200, node), ("/api/v1/nodes", 200, nodes(&[]))]);
    let spec = json!({"nodeSelector": {"kubernetes.io/arch": "amd64"}});
    assert_eq!(found(&cluster, spec, None).await, []);
}

#[tokio::test]
async fn a_cluster_without_nodes_of_the_programs_architecture_is_refused() {
    let arm = nodes(&[json!({"kubernetes.io/arch": "arm64"})]);
    let cluster = cluster(vec![(AMD64, 200, nodes(&[])), ("/api/v1/nodes", 200, arm)]);
    let message = "the program is built for `amd64`, and the nodes in the cluster are `arm64`";
    assert_eq!(found(&cluster, json!({}), None).await, [(Verdict::Refused, message.to_owned())]);
}

#[tokio::test]
async fn processors_that_lack_the_programs_instructions_are_refused() {
    let old = json!({"feature.node.kubernetes.io/cpu-cpuid.AVX": "true"});
    let cluster = cluster(vec![(AMD64, 200, nodes(&[old]))]);
    let message = "the program needs processors of x86-64-v3, and no node has one";
    assert_eq!(found(&cluster, json!({}), Some("x86-64-v3")).await, [(Verdict::Refused, message.to_owned())]);
}

#[tokio::test]
async fn a_job_that_is_there_already_is_taken_up_without_a_word() {
    let exists = json!({"kind": "Status", "reason": "AlreadyExists", "code": 409});
    let gone = json!({"kind": "Status", "reason": "NotFound", "code": 404});
    let cluster = cluster(vec![("/jobs?", 409, exists), ("/secrets/", 404, gone)]);
    let spec = json!({"volumes": [{"name": "v", "secret": {"secretName": "s"}}]});
    assert_eq!(found(&cluster, spec, None).await, []);
}

#[tokio::test]
async fn a_service_account_that_admission_misses_too_is_named_once() {
    let gone = json!({"kind": "Status", "reason": "NotFound", "code": 404});
    let message =
        "pods \"j-\" is forbidden: error looking up service account ns/few: serviceaccount \"few\" not found";
    let forbidden = json!({"kind": "Status", "reason": "Forbidden", "code": 403, "message": message});
    let one = nodes(&[json!({})]);
    let answers = vec![("/serviceaccounts/", 404, gone), ("/pods?", 403, forbidden), (AMD64, 200, one)];
    let found = found(&cluster(answers), json!({"serviceAccountName": "few"}), None).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0 == Verdict::Missing && found[0].1.contains("the ServiceAccount `few`"), "{found:?}");
}

#[tokio::test]
async fn fields_that_the_server_refuses_are_said_once_and_a_missing_right_hides_nothing() {
    let invalid = |what: &str| {
        let message = format!("{what} \"j\" is invalid: containers[0].image: Required value");
        json!({"kind": "Status", "reason": "Invalid", "code": 422, "message": message})
    };
    let one = nodes(&[json!({})]);
    let answers = vec![
        ("/jobs?", 422, invalid("Job.batch")),
        ("/pods?", 422, invalid("Pod")),
        (AMD64, 200, one.clone()),
    ];
    let found_invalid = found(&cluster(answers), json!({}), None).await;
    assert_eq!(found_invalid.len(), 1, "{found_invalid:?}");
    let forbidden = json!({"kind": "Status", "code": 403, "message": "no"});
    let answers = vec![("/jobs?", 403, forbidden.clone()), ("/pods?", 403, forbidden), (AMD64, 200, one)];
    let both = found(&cluster(answers), json!({}), None).await;
    assert_eq!(both.iter().map(|found| found.0).collect::<Vec<_>>(), [Verdict::Refused, Verdict::Refused]);
}

/// A cluster where `ann` may do this much with everything, and which does not say so beforehand.
fn of_ann(verbs: &'static [&'static str]) -> Cluster {
    let service = tower::service_fn(async move |request: Request<Body>| {
        let body = request.into_body().collect().await.expect("it is a text").to_bytes();
        let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
        let verb = asked["spec"]["resourceAttributes"]["verb"].as_str().unwrap_or_default();
        let answer = match asked["kind"].as_str() {
            Some("SelfSubjectAccessReview") => json!({"status": {"allowed": verbs.contains(&verb)}}),
            Some("SelfSubjectReview") => json!({"status": {"userInfo": {"username": "ann"}}}),
            _ => nodes(&[json!({})]),
        };
        Ok::<_, std::convert::Infallible>(Response::new(Body::from(answer.to_string().into_bytes())))
    });
    Cluster::scripted(Client::new(service, "ns"))
}

#[tokio::test]
async fn each_right_that_a_followed_run_with_a_large_input_uses_is_looked_at() {
    let built = Built { config_map: Some(json!({"metadata": {"name": "i"}})), ..built(json!({})) };
    let draft = Draft { built: &built, follows: true, architectures: &[], level: None };
    let findings = look(&of_ann(&["create", "list", "watch"]), &draft).await.expect("the server answers");
    let lacking: Vec<_> = findings
        .iter()
        .map(|found| (found.verdict, found.message.split(" in the namespace").next().unwrap_or_default()))
        .collect();
    let wanted = [
        (Verdict::Refused, "the right to get jobs"),
        (Verdict::Refused, "the right to get configmaps"),
        (Verdict::Refused, "the right to get and patch jobs"),
        (Verdict::Warning, "the right to get pods/log"),
        (Verdict::Warning, "the right to get configmaps"),
    ];
    assert_eq!(lacking, wanted);
    assert_eq!(findings[0].help, findings[2].help, "one Role gives both");
    assert!(findings[0].help.contains("--user=ann "), "{}", findings[0].help);
    let all = of_ann(&["create", "get", "list", "watch", "patch"]);
    assert_eq!(look(&all, &draft).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_look_that_gets_no_answer_is_not_checked() {
    let busy = json!({"kind": "Status", "reason": "ServiceUnavailable", "code": 503});
    let one = nodes(&[json!({})]);
    let cluster = cluster(vec![("/configmaps/", 503, busy), (AMD64, 200, one)]);
    let spec = json!({"volumes": [{"name": "v", "configMap": {"name": "c"}}]});
    assert_eq!(found(&cluster, spec, None).await, [(Verdict::NotChecked, "the ConfigMap `c`".to_owned())]);
}
